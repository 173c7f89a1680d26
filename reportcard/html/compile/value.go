package compile

import (
	"reflect"
	"text/template/parse"
)

// value is an expression and the type of what it gives.
type value struct {
	typ  reflect.Type
	eval func(r *run, at place) reflect.Value
}

func constant(v any) value {
	of := reflect.ValueOf(v)
	return value{of.Type(), func(*run, place) reflect.Value { return of }}
}

// pipe compiles a pipeline without the escapers at its end; what it declares is
// for the caller.
func (s *scope) pipe(p *parse.PipeNode, dot reflect.Type) value {
	if len(p.Cmds) != 1 {
		s.fail("%s: more than one command is not supported", p)
	}
	return s.command(p.Cmds[0], dot)
}

func (s *scope) command(c *parse.CommandNode, dot reflect.Type) value {
	if f, ok := c.Args[0].(*parse.IdentifierNode); ok {
		return s.function(f.Ident, c.Args[1:], dot)
	}
	if len(c.Args) > 1 {
		s.fail("%s is not supported", c)
	}
	return s.operand(c.Args[0], dot)
}

func (s *scope) operand(n parse.Node, dot reflect.Type) value {
	switch n := n.(type) {
	case *parse.DotNode:
		return value{dot, func(_ *run, at place) reflect.Value { return at.dot }}
	case *parse.FieldNode:
		return s.fields(value{dot, func(_ *run, at place) reflect.Value { return at.dot }}, n.Ident)
	case *parse.VariableNode:
		v := s.find(n.Ident[0])
		return s.fields(value{v.typ, func(r *run, at place) reflect.Value { return r.vars[at.base+v.slot] }}, n.Ident[1:])
	case *parse.PipeNode:
		return s.pipe(n, dot)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if n.IsInt {
			return constant(int(n.Int64))
		}
	}
	s.fail("%s is not supported", n)
	return value{}
}

// fields follows names from a value.
func (s *scope) fields(v value, names []string) value {
	for _, name := range names {
		v = s.field(v, name)
	}
	return v
}

func (s *scope) field(v value, name string) value {
	t := v.typ
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if _, ok := reflect.PointerTo(t).MethodByName(name); ok || t.Kind() != reflect.Struct {
		s.fail("%s of %s is no field", name, v.typ)
	}
	f, ok := t.FieldByName(name)
	if !ok || !f.IsExported() {
		s.fail("%s has no field %s", v.typ, name)
	}
	from, path := v.eval, f.Index
	return value{f.Type, func(r *run, at place) reflect.Value {
		v := from(r, at)
		for _, i := range path {
			if v.Kind() == reflect.Pointer {
				if v.IsNil() {
					failf("nil pointer evaluating %s", name)
				}
				v = v.Elem()
			}
			v = v.Field(i)
		}
		return v
	}}
}

// truth says what of a type counts as true.
func (s *scope) truth(t reflect.Type) func(reflect.Value) bool {
	switch t.Kind() {
	case reflect.Bool:
		return reflect.Value.Bool
	case reflect.String, reflect.Slice, reflect.Map:
		return func(v reflect.Value) bool { return v.Len() > 0 }
	case reflect.Pointer:
		return func(v reflect.Value) bool { return !v.IsNil() }
	case reflect.Int:
		return func(v reflect.Value) bool { return v.Int() != 0 }
	case reflect.Struct:
		return func(reflect.Value) bool { return true }
	}
	s.fail("truth of %s is not supported", t)
	return nil
}

// function compiles a call: the built-in functions that the templates use, the
// one that is called for every cell, and any other of the page's own.
func (s *scope) function(name string, nodes []parse.Node, dot reflect.Type) value {
	args := make([]value, len(nodes))
	for i, n := range nodes {
		args[i] = s.operand(n, dot)
	}
	switch {
	case s.functions[name] != nil:
		return s.own(name, reflect.ValueOf(s.functions[name]), args)
	case name == "eq" && len(args) == 2:
		return value{reflect.TypeFor[bool](), s.equal(args[0], args[1])}
	case name == "or" && len(args) == 2 && args[0].typ == args[1].typ:
		holds := s.truth(args[0].typ)
		return value{args[0].typ, func(r *run, at place) reflect.Value {
			if v := args[0].eval(r, at); holds(v) {
				return v
			}
			return args[1].eval(r, at)
		}}
	case name == "index" && len(args) == 2 && args[0].typ.Kind() == reflect.Slice && args[1].typ.Kind() == reflect.Int:
		return value{args[0].typ.Elem(), func(r *run, at place) reflect.Value {
			of, i := args[0].eval(r, at), args[1].eval(r, at).Int()
			if i < 0 || i >= int64(of.Len()) {
				failf("index %d out of range", i)
			}
			return of.Index(int(i))
		}}
	}
	s.fail("function %s with %d arguments is not supported", name, len(args))
	return value{}
}

var yes, no = reflect.ValueOf(true), reflect.ValueOf(false)

func truthOf(b bool) reflect.Value {
	if b {
		return yes
	}
	return no
}

func (s *scope) equal(a, b value) func(*run, place) reflect.Value {
	switch {
	case a.typ.Kind() == reflect.String && b.typ.Kind() == reflect.String:
		return func(r *run, at place) reflect.Value {
			return truthOf(a.eval(r, at).String() == b.eval(r, at).String())
		}
	case a.typ.Kind() == reflect.Int && b.typ.Kind() == reflect.Int:
		return func(r *run, at place) reflect.Value { return truthOf(a.eval(r, at).Int() == b.eval(r, at).Int()) }
	}
	s.fail("eq of %s and %s is not supported", a.typ, b.typ)
	return nil
}

// own calls a function of the page.
func (s *scope) own(name string, f reflect.Value, args []value) value {
	t := f.Type()
	if t.IsVariadic() || t.NumIn() != len(args) || t.NumOut() != 1 {
		s.fail("function %s with %d arguments is not supported", name, len(args))
	}
	if at, ok := f.Interface().(func([]bool, int) bool); ok { // of every cell of a table
		return value{t.Out(0), func(r *run, p place) reflect.Value {
			marks, i := args[0].eval(r, p), args[1].eval(r, p)
			if marks.CanAddr() { // else the slice is copied to the heap
				return truthOf(at(*marks.Addr().Interface().(*[]bool), int(i.Int())))
			}
			return truthOf(at(marks.Interface().([]bool), int(i.Int())))
		}}
	}
	deref := make([]bool, len(args))
	for i, a := range args {
		in := t.In(i)
		deref[i] = a.typ.Kind() == reflect.Pointer && a.typ.Elem() == in
		if a.typ != in && !deref[i] {
			s.fail("argument %d of function %s is a %s, not a %s", i+1, name, a.typ, in)
		}
	}
	return value{t.Out(0), func(r *run, at place) reflect.Value {
		in := make([]reflect.Value, len(args))
		for i := range args {
			if in[i] = args[i].eval(r, at); deref[i] {
				if in[i].IsNil() {
					failf("nil pointer for function %s", name)
				}
				in[i] = in[i].Elem()
			}
		}
		return f.Call(in)[0]
	}}
}
