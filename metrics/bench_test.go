package metrics

import (
	"fmt"
	"testing"
)

// BenchmarkAnalyse runs every test for a batch of secondaries in LAs of 24
// schools, three years: the time should grow with the number of schools.
func BenchmarkAnalyse(b *testing.B) {
	for _, schools := range []int{2400, 21600} {
		d := NewDataset()
		for y := AcademicYear(2020); y <= 2022; y++ {
			for first := 0; first < schools; first += 24 {
				addSchools(d, LACode(fmt.Sprint(101+first/24)), first, y, planted(30, 30)[:24])
			}
		}
		d.Finish()
		b.Run(fmt.Sprint(schools), func(b *testing.B) {
			for range b.N {
				if _, err := Analyse(d, 2022, []ComparatorKind{CompareLA, CompareEngland}, DefaultOptions()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
