package pdf

import "inclusioncards/reportcard/chart"

// markSize is the side of the square a result shape fills.
const markSize = chart.ShapeSize
