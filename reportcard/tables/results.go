package tables

import (
	"bufio"
	"io"
	"strconv"

	"inclusioncards/metrics"
)

const resultsHeader = "urn,academic_year,years_pooled,measure,comparator,comparator_schools," +
	"observed,expected,excess,variance,odds_ratio,tau2,tau2_schools,z,p_value,q_value,tests," +
	"p_value_year,school_value,comparator_value,verdict,direction,reason,other_leaver_rule,other_leaver_rule_verdict,failed_check"

// Results writes results.csv: one row per flagged measure and comparator of
// the schools given (indices in the dataset, ascending), in the year of the
// analysis. Comparisons of a term are marked by a last column, term.
func Results(w io.Writer, a *metrics.Analysis, schools []int) error {
	out := bufio.NewWriterSize(w, 1<<16)
	out.WriteString(resultsHeader + termColumn(a.Data))
	var b []byte
	end := termCell(a.Data)
	for _, i := range schools {
		b = b[:0]
		for _, r := range a.Results(i) {
			b = append(resultRow(b, a.Data.Schools[i].URN, &r), end...)
		}
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	return out.Flush()
}

func resultRow(b []byte, urn metrics.URN, r *metrics.Result) []byte {
	b = cells(b, string(urn), r.Year.String())
	b = whole(b, r.YearsPooled, r.YearsPooled > 0)
	b = cells(b, string(r.Measure), string(r.Comparator))
	// A published benchmark has no schools behind it, and a measure nobody
	// supplied was never compared: neither is a comparison with 0 schools.
	b = whole(b, r.Schools, !r.Published && (r.Schools > 0 || r.Verdict != metrics.NotSupplied))
	b = numbers(b, r.Observed, r.Expected, r.Excess, r.Variance, r.OddsRatio, r.Tau2)
	b = whole(b, r.Tau2Schools, r.Tau2.OK)
	b = numbers(b, r.Z, r.P, r.Q)
	b = whole(b, r.Tests, r.Tests > 0)
	b = numbers(b, r.PYear, r.SchoolValue, r.ComparatorValue)
	b = cells(b, r.Verdict.String(), r.Direction.String())
	b = cells(b, string(r.Reason))
	if !r.OtherRule.OK {
		b = append(b, ",,"...)
	} else {
		b = cells(b, r.OtherRule.Rule.String(), r.OtherRule.Verdict.String())
	}
	return append(b, r.Check...)
}

func numbers(b []byte, values ...metrics.Number) []byte {
	for _, n := range values {
		if n.OK {
			b = appendFloat(b, n.V)
		}
		b = append(b, ',')
	}
	return b
}

func whole(b []byte, n int, used bool) []byte {
	if used {
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, ',')
}
