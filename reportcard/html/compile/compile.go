// Package compile turns a page template of html/template into steps whose types
// are settled once, for pages that are written by the ten thousand: the standard
// library looks every field and function up by name on every page. The templates
// stay what they are, and so do the bytes; what the package does not know is an
// error of Page, never of a page.
package compile

import (
	"fmt"
	"html/template"
	"io"
	"reflect"
	"text/template/parse"
)

// Program writes pages from data of one type. It is safe for concurrent use.
type Program struct {
	data  reflect.Type
	start *routine
}

// Page compiles the template of a name, with those it calls, for data of the
// type of an example. The functions are those the templates were parsed with.
func Page(set *template.Template, name string, example any, functions template.FuncMap) (*Program, error) {
	t := set.Lookup(name)
	if t == nil {
		return nil, fmt.Errorf("no template %q", name)
	}
	// The escapers are put into the templates when one is first executed; what
	// that writes does not matter, nor that it may fail over the missing data.
	_ = t.Execute(io.Discard, nil)
	c := &compiler{set: set, functions: functions, routines: map[routineKey]*routine{}}
	p := &Program{data: reflect.TypeOf(example)}
	err := guard(func() { p.start = c.routine(name, p.data) })
	return p, err
}

// Append writes a page after what is in out.
func (p *Program) Append(out []byte, data any) ([]byte, error) {
	v := reflect.ValueOf(data)
	if v.Type() != p.data {
		return out, fmt.Errorf("data of type %s, not %s", v.Type(), p.data)
	}
	r := &run{out: out}
	if err := guard(func() { p.start.call(r, v) }); err != nil {
		return nil, err
	}
	return r.out, nil
}

// failure is an error on its way up.
type failure struct{ error }

func failf(format string, args ...any) { panic(failure{fmt.Errorf(format, args...)}) }

// run is one page being written.
type run struct {
	out  []byte
	vars []reflect.Value
}

// place is where the steps of a template find their data: the dot, and the
// first of their variables.
type place struct {
	dot  reflect.Value
	base int
}

// step writes a part of a page.
type step func(r *run, at place)

// routine is a template compiled for a type of dot.
type routine struct {
	steps []step
	vars  int // the first is $
}

func (t *routine) call(r *run, dot reflect.Value) {
	at := place{dot, len(r.vars)}
	r.vars = append(r.vars, make([]reflect.Value, t.vars)...)
	r.vars[at.base] = dot
	do(r, t.steps, at)
	r.vars = r.vars[:at.base]
}

func do(r *run, steps []step, at place) {
	for _, s := range steps {
		s(r, at)
	}
}

// compiler holds what has been compiled; a template that is called with data of
// two types becomes two routines.
type compiler struct {
	set       *template.Template
	functions template.FuncMap
	routines  map[routineKey]*routine
}

type routineKey struct {
	name string
	dot  reflect.Type
}

// guard turns a failure into an error.
func guard(f func()) (err error) {
	defer func() {
		if e := recover(); e != nil {
			failed, ok := e.(failure)
			if !ok {
				panic(e)
			}
			err = failed
		}
	}()
	f()
	return nil
}

func (c *compiler) routine(name string, dot reflect.Type) *routine {
	key := routineKey{name, dot}
	if t, ok := c.routines[key]; ok {
		return t // perhaps still in the making: templates may call themselves
	}
	source := c.set.Lookup(name)
	if source == nil || source.Tree == nil {
		failf("no template %q", name)
	}
	out := &routine{}
	c.routines[key] = out
	s := &scope{compiler: c, template: name, out: out}
	s.declare("$", dot)
	out.steps = s.list(source.Tree.Root, dot)
	return out
}

// scope knows the variables at a point of a template.
type scope struct {
	*compiler
	template string
	out      *routine
	vars     []variable
}

type variable struct {
	name string
	slot int
	typ  reflect.Type
}

func (s *scope) declare(name string, t reflect.Type) (slot int) {
	slot = s.out.vars
	s.out.vars++
	s.vars = append(s.vars, variable{name, slot, t})
	return slot
}

func (s *scope) find(name string) variable {
	for i := len(s.vars) - 1; i >= 0; i-- {
		if s.vars[i].name == name {
			return s.vars[i]
		}
	}
	s.fail("variable %s is not known", name)
	return variable{}
}

func (s *scope) fail(format string, args ...any) {
	failf("template %q: %s", s.template, fmt.Sprintf(format, args...))
}

// list compiles nodes; variables declared among them end with them.
func (s *scope) list(l *parse.ListNode, dot reflect.Type) []step {
	if l == nil {
		return nil
	}
	outer := len(s.vars)
	defer func() { s.vars = s.vars[:outer] }()
	var out []step
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			text := string(n.Text)
			out = append(out, func(r *run, _ place) { r.out = append(r.out, text...) })
		case *parse.ActionNode:
			out = append(out, s.action(n.Pipe, dot))
		case *parse.TemplateNode:
			out = append(out, s.call(n, dot))
		case *parse.IfNode:
			out = append(out, s.branch(&n.BranchNode, dot, false))
		case *parse.WithNode:
			out = append(out, s.branch(&n.BranchNode, dot, true))
		case *parse.RangeNode:
			out = append(out, s.loop(&n.BranchNode, dot))
		default:
			s.fail("%s is not supported", n)
		}
	}
	return out
}

func (s *scope) call(n *parse.TemplateNode, dot reflect.Type) step {
	if n.Pipe == nil {
		s.fail("%s is called without data", n.Name)
	}
	arg := s.pipe(n.Pipe, dot)
	t := s.routine(n.Name, arg.typ)
	return func(r *run, at place) { t.call(r, arg.eval(r, at)) }
}

// branch is if, or with: then what was tested is the dot.
func (s *scope) branch(n *parse.BranchNode, dot reflect.Type, with bool) step {
	outer := len(s.vars)
	defer func() { s.vars = s.vars[:outer] }()
	test := s.pipe(n.Pipe, dot)
	slot := s.keep(n.Pipe, test.typ)
	inner := dot
	if with {
		inner = test.typ
	}
	yes, no := s.list(n.List, inner), s.list(n.ElseList, dot)
	holds := s.truth(test.typ)
	return func(r *run, at place) {
		v := test.eval(r, at)
		if slot >= 0 {
			r.vars[at.base+slot] = v
		}
		if !holds(v) {
			do(r, no, at)
			return
		}
		if with {
			at.dot = v
		}
		do(r, yes, at)
	}
}

// keep declares the variable of a pipeline, if it has one.
func (s *scope) keep(p *parse.PipeNode, t reflect.Type) (slot int) {
	switch {
	case len(p.Decl) == 0:
		return -1
	case len(p.Decl) > 1 || p.IsAssign:
		s.fail("%s is not supported", p)
	}
	return s.declare(p.Decl[0].Ident[0], t)
}

func (s *scope) loop(n *parse.BranchNode, dot reflect.Type) step {
	outer := len(s.vars)
	defer func() { s.vars = s.vars[:outer] }()
	over := s.pipe(n.Pipe, dot)
	if over.typ.Kind() != reflect.Slice {
		s.fail("range over %s is not supported", over.typ)
	}
	index, element := -1, -1
	switch d := n.Pipe.Decl; len(d) {
	case 1:
		element = s.declare(d[0].Ident[0], over.typ.Elem())
	case 2:
		index = s.declare(d[0].Ident[0], reflect.TypeFor[int]())
		element = s.declare(d[1].Ident[0], over.typ.Elem())
	}
	body, none := s.list(n.List, over.typ.Elem()), s.list(n.ElseList, dot)
	return func(r *run, at place) {
		v := over.eval(r, at)
		n := v.Len()
		if n == 0 {
			do(r, none, at)
		}
		for i := range n {
			at.dot = v.Index(i)
			if index >= 0 {
				r.vars[at.base+index] = reflect.ValueOf(i)
			}
			if element >= 0 {
				r.vars[at.base+element] = at.dot
			}
			do(r, body, at)
		}
	}
}
