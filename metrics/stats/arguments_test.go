package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestArguments(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	table := Table{3, 4, 5, 6}
	for name, c := range map[string]struct {
		call func() error
		want error
	}{
		"Wilson x>n":             {func() error { _, err := Wilson(3, 2, .95); return err }, ErrInvalid},
		"Wilson negative":        {func() error { _, err := Wilson(-1, 2, .95); return err }, ErrInvalid},
		"Wilson n=0":             {func() error { _, err := Wilson(0, 0, .95); return err }, ErrUndefined},
		"Wilson level 95":        {func() error { _, err := Wilson(1, 2, 95); return err }, ErrInvalid},
		"Wilson level 1":         {func() error { _, err := Wilson(1, 2, 1); return err }, ErrInvalid},
		"Wilson level NaN":       {func() error { _, err := Wilson(1, 2, nan); return err }, ErrInvalid},
		"Clopper n=0":            {func() error { _, err := ClopperPearson(0, 0, .95); return err }, ErrUndefined},
		"Clopper level":          {func() error { _, err := ClopperPearson(1, 2, 0); return err }, ErrInvalid},
		"Newcombe x>n":           {func() error { _, err := Newcombe(1, 2, 9, 3, .95); return err }, ErrInvalid},
		"Newcombe n=0":           {func() error { _, err := Newcombe(1, 2, 0, 0, .95); return err }, ErrUndefined},
		"Garwood negative":       {func() error { _, err := Garwood(-1, .95); return err }, ErrInvalid},
		"Garwood level":          {func() error { _, err := Garwood(1, 99.8); return err }, ErrInvalid},
		"widened phi":            {func() error { _, err := WidenedGarwood(1, nan, .95); return err }, ErrInvalid},
		"widened negative phi":   {func() error { _, err := WidenedGarwood(1, -1, .95); return err }, ErrInvalid},
		"rate n=0":               {func() error { _, err := EventRate(0, 0, 100, 1, .95); return err }, ErrUndefined},
		"rate per 0":             {func() error { _, err := EventRate(0, 5, 0, 1, .95); return err }, ErrInvalid},
		"rate negative n":        {func() error { _, err := EventRate(0, -5, 100, 1, .95); return err }, ErrInvalid},
		"Byar negative":          {func() error { _, err := Byar(-1, .95); return err }, ErrInvalid},
		"Byar level":             {func() error { _, err := Byar(1, 95); return err }, ErrInvalid},
		"rate ratio n=0":         {func() error { _, err := NewRateRatio(1, 0, 1, 5, .95); return err }, ErrUndefined},
		"rate ratio negative":    {func() error { _, err := NewRateRatio(1, 5, -1, 5, .95); return err }, ErrInvalid},
		"rate ratio level":       {func() error { _, err := NewRateRatio(1, 5, 1, 5, 95); return err }, ErrInvalid},
		"risk ratio negative":    {func() error { _, err := RiskRatio(Table{A: -1, B: 2, C: 3, D: 4}, .95); return err }, ErrInvalid},
		"risk ratio empty":       {func() error { _, err := RiskRatio(Table{C: 3, D: 4}, .95); return err }, ErrUndefined},
		"risk ratio 0/0":         {func() error { _, err := RiskRatio(Table{B: 3, D: 4}, .95); return err }, ErrUndefined},
		"odds ratio level":       {func() error { _, err := OddsRatio(table, 95); return err }, ErrInvalid},
		"odds Haldane empty":     {func() error { _, err := OddsRatioHaldane(Table{A: 3, B: 4}, .95); return err }, ErrUndefined},
		"risk Haldane negative":  {func() error { _, err := RiskRatioHaldane(Table{D: -4}, .95); return err }, ErrInvalid},
		"Fisher empty":           {func() error { _, err := FisherExact(Table{}); return err }, ErrUndefined},
		"z without event":        {func() error { _, err := PooledZ(Table{B: 3, D: 4}); return err }, ErrUndefined},
		"chi2 negative":          {func() error { _, err := ChiSquared(Table{B: -3, D: 4}); return err }, ErrInvalid},
		"Yates all events":       {func() error { _, err := ChiSquaredYates(Table{A: 3, C: 4}); return err }, ErrUndefined},
		"MH no strata":           {func() error { _, err := NewMantelHaenszel(nil, .95); return err }, ErrUndefined},
		"MH negative":            {func() error { _, err := NewMantelHaenszel([]Table{{A: -1}}, .95); return err }, ErrInvalid},
		"MH level":               {func() error { _, err := NewMantelHaenszel([]Table{table}, 95); return err }, ErrInvalid},
		"funnel n=0":             {func() error { _, err := FunnelBinomial(0, .2, .95); return err }, ErrUndefined},
		"funnel target":          {func() error { _, err := FunnelBinomial(5, 20, .95); return err }, ErrInvalid},
		"funnel level":           {func() error { _, err := FunnelPoisson(5, 2, 95); return err }, ErrInvalid},
		"funnel rate":            {func() error { _, err := FunnelPoisson(5, inf, .95); return err }, ErrInvalid},
		"quantile prob":          {func() error { _, err := Quantile7([]float64{1}, 10); return err }, ErrInvalid},
		"quantile of nothing":    {func() error { _, err := Quantile7(nil, .1); return err }, ErrUndefined},
		"quantile of NaN":        {func() error { _, err := Quantile7([]float64{1, nan}, .1); return err }, ErrInvalid},
		"ranks of nothing":       {func() error { _, err := Ranks(nil); return err }, ErrUndefined},
		"winsorise share":        {func() error { _, err := Winsorise([]float64{1}, .6); return err }, ErrInvalid},
		"mean square of none":    {func() error { _, err := MeanSquare(nil); return err }, ErrUndefined},
		"mean square of Inf":     {func() error { _, err := MeanSquare([]float64{inf}); return err }, ErrInvalid},
		"tau2 phi":               {func() error { _, err := AdditiveTau2(nan, []float64{1, 2}); return err }, ErrInvalid},
		"tau2 weight":            {func() error { _, err := AdditiveTau2(1, []float64{1, 0}); return err }, ErrInvalid},
		"dispersion lengths":     {func() error { _, err := EffectDispersion([]float64{1}, nil, .1, 1); return err }, ErrInvalid},
		"dispersion correction":  {func() error { _, err := EffectDispersion([]float64{1}, []float64{1}, .1, 0); return err }, ErrInvalid},
		"dispersion target":      {func() error { _, err := ProportionDispersion([]int{1}, []int{2}, 1); return err }, ErrInvalid},
		"dispersion x>n":         {func() error { _, err := ArcsineDispersion([]int{3}, []int{2}, .5); return err }, ErrInvalid},
		"dispersion n=0":         {func() error { _, err := ProportionDispersion([]int{0}, []int{0}, .5); return err }, ErrUndefined},
		"p above 1":              {func() error { _, err := BenjaminiHochberg([]float64{.2, 1.1}); return err }, ErrInvalid},
		"p negative":             {func() error { _, err := Holm([]float64{-.2}); return err }, ErrInvalid},
		"prior lengths":          {func() error { _, err := FitBetaBinomial([]int{1}, []int{2, 3}); return err }, ErrInvalid},
		"prior of one school":    {func() error { _, err := FitBetaBinomial([]int{1}, []int{2}); return err }, ErrUndefined},
		"prior of no events":     {func() error { _, err := FitBetaBinomial([]int{0, 0}, []int{20, 30}); return err }, ErrUndefined},
		"prior of single pupils": {func() error { _, err := FitBetaBinomial([]int{0, 1}, []int{1, 1}); return err }, ErrUndefined},
		"shrink x>n":             {func() error { _, err := BetaBinomial{}.Shrink(3, 2); return err }, ErrInvalid},
		"O/E nobody expected":    {func() error { _, err := Standardise([]PupilGroup{{5, 0}}, 0, .95); return err }, ErrUndefined},
		"O/E too many":           {func() error { _, err := Standardise([]PupilGroup{{5, .5}}, 6, .95); return err }, ErrInvalid},
		"O/E share":              {func() error { _, err := Standardise([]PupilGroup{{5, 50}}, 1, .95); return err }, ErrInvalid},
		"hypergeometric m>n":     {func() error { _, err := NewNoncentralHypergeometric(3, 4, 8, 1); return err }, ErrInvalid},
		"hypergeometric psi 0":   {func() error { _, err := NewNoncentralHypergeometric(3, 4, 2, 0); return err }, ErrInvalid},
		"hypergeometric psi inf": {func() error { _, err := NewNoncentralHypergeometric(3, 4, 2, inf); return err }, ErrInvalid},
		"Poisson-binomial p":     {func() error { _, err := NewPoissonBinomial([]PupilGroup{{3, 1.5}}); return err }, ErrInvalid},
		"Poisson-binomial n":     {func() error { _, err := NewPoissonBinomial([]PupilGroup{{-3, .5}}); return err }, ErrInvalid},
		"Poisson-binomial huge":  {func() error { _, err := NewPoissonBinomial([]PupilGroup{{math.MaxInt, .5}, {5, .5}}); return err }, ErrInvalid},
		"count beyond any":       {func() error { _, err := Wilson(1, math.MaxInt, .95); return err }, ErrInvalid},
		"fine":                   {func() error { _, err := Wilson(1, 2, .95); return err }, nil},
	} {
		wantError(t, name, c.call(), c.want)
	}
}

// Whatever the order of the rows, the results are the same.
func TestRowOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	const schools = 60
	x, n := make([]int, schools), make([]int, schools)
	p, strata := make([]float64, schools), make([]Table, schools)
	for i := range n {
		n[i] = 20 + r.IntN(1500)
		x[i] = r.IntN(n[i] / 4)
		p[i] = r.Float64()
		strata[i] = Table{r.IntN(40), 1 + r.IntN(90), r.IntN(80), 1 + r.IntN(900)}
	}
	order := r.Perm(schools)
	x2, n2, p2, strata2 := make([]int, schools), make([]int, schools), make([]float64, schools), make([]Table, schools)
	for i, j := range order {
		x2[i], n2[i], p2[i], strata2[i] = x[j], n[j], p[j], strata[j]
	}
	type summary struct{ phi, tau2, rho, odds, se float64 }
	summarise := func(x, n []int, strata []Table) summary {
		d, err := ProportionDispersion(x, n, 0.12)
		if err != nil {
			t.Fatal(err)
		}
		b, err := FitBetaBinomial(x, n)
		if err != nil {
			t.Fatal(err)
		}
		m, err := NewMantelHaenszel(strata, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		return summary{d.Phi, d.Tau2, b.Rho, m.OddsRatio.Value, m.OddsRatio.LogSE}
	}
	a, b := summarise(x, n, strata), summarise(x2, n2, strata2)
	for _, pair := range [][2]float64{{a.phi, b.phi}, {a.tau2, b.tau2}, {a.rho, b.rho}, {a.odds, b.odds}, {a.se, b.se}} {
		if !near(pair[0], pair[1], 1e-14, 0) {
			t.Errorf("in one order %v, in another %v", pair[0], pair[1])
		}
	}
	q, err := BenjaminiHochberg(p)
	if err != nil {
		t.Fatal(err)
	}
	q2, err := BenjaminiHochberg(p2)
	if err != nil {
		t.Fatal(err)
	}
	for i, j := range order {
		if q2[i] != q[j] {
			t.Errorf("q of school %d is %v, then %v", j, q[j], q2[i])
		}
	}
}

func FuzzMultiplicity(f *testing.F) {
	f.Add(0.01, 0.02, 0.03, 0.04)
	f.Add(0.0, 1.0, math.NaN(), 0.5)
	f.Add(0.05, 0.05, 0.05, 2.0)
	f.Fuzz(func(t *testing.T, a, b, c, d float64) {
		p := []float64{a, b, c, d}
		bh, err := BenjaminiHochberg(p)
		if err != nil {
			return
		}
		holm, err := Holm(p)
		if err != nil {
			t.Fatal(err)
		}
		bonferroni, err := Bonferroni(p)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range p {
			if math.IsNaN(v) {
				if !math.IsNaN(bh[i]) || !math.IsNaN(holm[i]) || !math.IsNaN(bonferroni[i]) {
					t.Fatalf("NaN became a number: %v %v %v", bh, holm, bonferroni)
				}
				continue
			}
			const slack = 1 + 1e-15
			if !(v <= bh[i]*slack && bh[i] <= holm[i]*slack && holm[i] <= bonferroni[i]*slack && bonferroni[i] <= 1) {
				t.Fatalf("p %v: BH %v, Holm %v, Bonferroni %v are not in order", v, bh[i], holm[i], bonferroni[i])
			}
		}
	})
}
