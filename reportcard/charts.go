package reportcard

import "inclusioncards/reportcard/chart"

// The charts of a card, by the names the card knows them by.
type (
	Strip       = chart.Strip
	Sparkline   = chart.Sparkline
	SparkPoint  = chart.SparkPoint
	Trend       = chart.Trend
	TrendSeries = chart.TrendSeries
	TrendPoint  = chart.TrendPoint
	Shape       = chart.Shape
)

// The shapes of the results.
const (
	NoShape        = chart.NoShape
	FilledTriangle = chart.FilledTriangle
	HollowTriangle = chart.HollowTriangle
	FilledCircle   = chart.FilledCircle
	FilledSquare   = chart.FilledSquare
	Dash           = chart.Dash
	Cross          = chart.Cross
)
