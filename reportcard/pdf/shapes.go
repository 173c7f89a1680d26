package pdf

import (
	"inclusioncards/reportcard"
	"inclusioncards/reportcard/chart"
)

// markSize is the side of the square a result shape fills.
const markSize = chart.ShapeSize

// shapeMarks are the drawings of the result shapes.
var shapeMarks = func() (out [reportcard.Cross + 1]mark) {
	for s := range out {
		out[s] = sceneMark(reportcard.Shape(s).Scene())
	}
	return out
}()

func shapeMark(s reportcard.Shape) mark {
	if int(s) < len(shapeMarks) {
		return shapeMarks[s]
	}
	return sceneMark(s.Scene())
}
