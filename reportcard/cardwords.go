package reportcard

import "inclusioncards/metrics"

// cardWords are the phrases of templates/words/card.json, part by part of a card.
type cardWords struct {
	Title    phrase `json:"title"`
	Unnamed  phrase `json:"unnamed"`
	Footer   phrase `json:"footer"`
	Identity struct {
		URN          phrase `json:"urn"`
		LAESTAB      phrase `json:"laestab"`
		LACode       phrase `json:"la_code"`
		LAUnknown    string `json:"la_unknown"`
		Ages         phrase `json:"ages"`
		PhaseUnknown string `json:"phase_unknown"`
		Ofsted       phrase `json:"ofsted"` // quoted as supplied, whatever its words
		Roll         phrase `json:"roll"`
		Period       phrase `json:"period"`
		Dated        phrase `json:"dated"`
		Method       phrase `json:"method"`
	} `json:"identity"`
	Tags struct {
		Special   string `json:"special"`
		AP        string `json:"ap"`
		Nursery   string `json:"nursery"`
		Selective string `json:"selective"`
		Unit      string `json:"unit"`
		Resourced string `json:"resourced"`
		New       string `json:"new"`
	} `json:"tags"`
	Kinds      map[string]string `json:"kinds"`
	Phases     map[string]pair   `json:"phases"`
	PhaseNames map[string]string `json:"phase_names"`
	Notice     phrase            `json:"notice"`
	Corrected  struct {
		Card    phrase `json:"card"`
		Figures phrase `json:"figures"`
		Results phrase `json:"results"`
		More    phrase `json:"more"`
		Nothing phrase `json:"nothing"`
	} `json:"corrected"`
	Labels struct {
		Demonstration string `json:"demonstration"`
		Simulated     string `json:"simulated"`
		Draft         string `json:"draft"`
	} `json:"labels"`
	Profiles struct {
		Officer  profileWords `json:"officer"`
		Governor profileWords `json:"governor"`
		Public   profileWords `json:"public"`
		Forced   string       `json:"forced"`
	} `json:"profiles"`
	Headline struct {
		Lead    phrase            `json:"lead"`
		Nothing string            `json:"nothing"`
		Counts  map[string]phrase `json:"counts"`
	} `json:"headline"`
	Results         map[string]pair `json:"results"`
	RegisterResults struct {
		Higher  [2]phrase `json:"higher"`
		Lower   [2]phrase `json:"lower"`
		Similar [2]phrase `json:"similar"`
	} `json:"register_results"`
	Comparators map[metrics.ComparatorKind]comparatorWords `json:"comparators"`
	Aside       struct {
		Same      phrase `json:"same"`
		Other     phrase `json:"other"`
		Differs   phrase `json:"differs"`
		Published string `json:"published"`
		Termly    string `json:"termly"`
		Alone     string `json:"alone"`
	} `json:"aside"`
	Term     phrase `json:"term"`
	Supplied struct {
		All  suppliedWords `json:"all"`
		Some suppliedWords `json:"some"`
	} `json:"supplied"`
	Areas struct {
		Published phrase `json:"published"`
		Region    string `json:"region"`
		England   string `json:"england"`
	} `json:"areas"`
	Shares struct {
		InHundred  phrase `json:"in_hundred"`
		BelowOne   string `json:"below_one"`
		Above99    string `json:"above_99"`
		Of         phrase `json:"of"`
		NoneOf     phrase `json:"none_of"`
		AllOf      phrase `json:"all_of"`
		InBrackets phrase `json:"in_brackets"`
		BelowTenth string `json:"below_tenth"`
	} `json:"shares"`
	Expected struct {
		About    phrase `json:"about"`
		BelowOne string `json:"below_one"`
	} `json:"expected"`
	Findings struct {
		Gap           phrase `json:"gap"`
		Pattern       phrase `json:"pattern"`
		Pooled        phrase `json:"pooled"`
		Year10        phrase `json:"year10"`
		Year10Pattern phrase `json:"year10_pattern"`
		Register      phrase `json:"register"`
		Withheld      string `json:"withheld"`
	} `json:"findings"`
	Notes struct {
		Events         phrase `json:"events"`
		Pattern        phrase `json:"pattern"`
		Year10         phrase `json:"year10"`
		Year10Bare     phrase `json:"year10_bare"`
		Published      string `json:"published"`
		Pooled         phrase `json:"pooled"`
		SecondYear     string `json:"second_year"`
		OneYear        string `json:"one_year"`
		FewSEND        phrase `json:"few_send"`
		FewOthers      phrase `json:"few_others"`
		FewRoll        phrase `json:"few_roll"`
		NoSEND         string `json:"no_send"`
		FewEvents      phrase `json:"few_events"`
		FewRegister    string `json:"few_register"`
		FewInformation string `json:"few_information"`
		NoEvents       phrase `json:"no_events"`
		Span           phrase `json:"span"`
		NotCompared    phrase `json:"not_compared"`
		Withheld       string `json:"withheld"`
		FewWithheld    string `json:"few_withheld"`
	} `json:"notes"`
	Columns  columnWords `json:"columns"`
	Headings Headings    `json:"headings"`
	Glance   struct {
		Title        string `json:"title"`
		Strip        string `json:"strip"`
		Dark         phrase `json:"dark"`
		Light        phrase `json:"light"`
		Tick         phrase `json:"tick"`
		Scale        string `json:"scale"`
		Shares       string `json:"shares"`
		ShareOne     string `json:"share_one"`
		Small        phrase `json:"small"`
		OtherSchools string `json:"other_schools"`
	} `json:"glance"`
	Alt struct {
		Gap         phrase `json:"gap"`
		Share       phrase `json:"share"`
		Range       phrase `json:"range"`
		Quartiles   phrase `json:"quartiles"`
		Limits      phrase `json:"limits"`
		Marker      phrase `json:"marker"`
		Years       phrase `json:"years"`
		YearValue   phrase `json:"year_value"`
		YearMissing phrase `json:"year_missing"`
		Trend       phrase `json:"trend"`
	} `json:"alt"`
	States struct {
		NotAvailable     string `json:"not_available"`
		Suppressed       string `json:"suppressed"`
		SuppressedPupils string `json:"suppressed_pupils"`
		SuppressedEvents string `json:"suppressed_events"`
		NotApplicable    string `json:"not_applicable"`
		Low              string `json:"low"`
		Withheld         string `json:"withheld"`
		NoPupils         string `json:"no_pupils"`
	} `json:"states"`
	Missing   phrase `json:"missing"`
	Published struct {
		Title         string   `json:"title"`
		Caption       string   `json:"caption"`
		Header        []string `json:"header"`
		Note          string   `json:"note"`
		OtherYear     string   `json:"other_year"`
		FromPublished phrase   `json:"from_published"`
		Weighted      phrase   `json:"weighted"`
		Percent       phrase   `json:"percent"`
		Wider         phrase   `json:"wider"`
	} `json:"published"`
	More struct {
		Title    string   `json:"title"`
		Caption  string   `json:"caption"`
		Header   []string `json:"header"`
		EventsIn phrase   `json:"events_in"`
	} `json:"more"`
	Context struct {
		Roll       string `json:"roll"`
		SENSupport string `json:"sen_support"`
		EHCPlan    string `json:"ehc_plan"`
		FSM6       string `json:"fsm6"`
		EAL        string `json:"eal"`
		Provision  string `json:"provision"`
		Both       string `json:"both"`
		Unit       string `json:"unit"`
		Resourced  string `json:"resourced"`
		None       string `json:"none"`
		Local      phrase `json:"local"`
	} `json:"context"`
	Enquiry struct {
		Heading      phrase `json:"heading"`
		HeadingWatch phrase `json:"heading_watch"`
		Says         phrase `json:"says"`
		SaysFewer    phrase `json:"says_fewer"`
		Pooled       phrase `json:"pooled"`
		Year10       phrase `json:"year10"`
		Register     phrase `json:"register"`
		SecondYear   string `json:"second_year"`
		OneYear      string `json:"one_year"`
		Differs      phrase `json:"differs"`
		OnePupil     phrase `json:"one_pupil"`
		MeansTitle   string `json:"means_title"`
	} `json:"enquiry"`
	MeansAny  map[string][]string `json:"means_any"`
	Positions struct {
		Table   tableWords `json:"table"`
		None    string     `json:"none"`
		Limits  phrase     `json:"limits"`
		Inside  string     `json:"inside"`
		Above   string     `json:"above"`
		Below   string     `json:"below"`
		Unknown string     `json:"unknown"`
	} `json:"positions"`
	SelfEvaluation struct {
		Table    tableWords        `json:"table"`
		Families map[string]string `json:"families"`
		Ratings  map[string]string `json:"ratings"`
		Of       phrase            `json:"of"`
		None     string            `json:"none"`
	} `json:"self_evaluation"`
	Admissions struct {
		Table tableWords `json:"table"`
	} `json:"admissions"`
	Survey struct {
		Table    tableWords `json:"table"`
		Question phrase     `json:"question"`
		Ticks    phrase     `json:"ticks"`
		Join     string     `json:"join"`
	} `json:"survey"`
	Trends struct {
		SEND        string `json:"send"`
		Others      string `json:"others"`
		All         string `json:"all"`
		NSEND       string `json:"n_send"`
		NOthers     string `json:"n_others"`
		NAll        string `json:"n_all"`
		UnderRates  string `json:"under_rates"`
		NoN         string `json:"no_n"`
		Wider       phrase `json:"wider"`
		Narrower    phrase `json:"narrower"`
		GapSame     phrase `json:"gap_same"`
		Up          phrase `json:"up"`
		Down        phrase `json:"down"`
		ShareSame   phrase `json:"share_same"`
		Rates       phrase `json:"rates"`
		NotCompared string `json:"not_compared"`
		Changed     string `json:"changed"`
	} `json:"trends"`
	Strengths struct {
		None      string `json:"none"`
		Gap       phrase `json:"gap"`
		GapPooled phrase `json:"gap_pooled"`
		Year10    phrase `json:"year10"`
		Withheld  phrase `json:"withheld"`
	} `json:"strengths"`
	Unknowns struct {
		Withheld      phrase `json:"withheld"`
		TooFew        phrase `json:"too_few"`
		NotEngland    phrase `json:"not_england"`
		NotSupplied   phrase `json:"not_supplied"`
		NotComparable phrase `json:"not_comparable"`
		Published     phrase `json:"published"`
		Termly        phrase `json:"termly"`
		Alone         string `json:"alone"`
		OneYear       string `json:"one_year"`
		Public        string `json:"public"`
		Residents     string `json:"residents"`
		Always        string `json:"always"`
	} `json:"unknowns"`
	Reasons map[metrics.Reason]phrase `json:"reasons"`
	Method  struct {
		Sources           phrase `json:"sources"`
		Source            phrase `json:"source"`
		SourceUncounted   phrase `json:"source_uncounted"`
		Sheet             phrase `json:"sheet"`
		SourcePeriod      phrase `json:"source_period"`
		SourcePeriods     phrase `json:"source_periods"`
		ManySources       phrase `json:"many_sources"`
		Compared          phrase `json:"compared"`
		ComparedAlso      string `json:"compared_also"`
		ComparedRange     phrase `json:"compared_range"`
		ComparedPublished phrase `json:"compared_published"`
		ComparedSelf      string `json:"compared_self"`
		ComparedNothing   phrase `json:"compared_nothing"`
		Rules             phrase `json:"rules"`
		Ranges            phrase `json:"ranges"`
		Excess            phrase `json:"excess"`
		Year10            phrase `json:"year10"`
		Register          phrase `json:"register"`
		Limit             phrase `json:"limit"`
		Groups            phrase `json:"groups"`
		Preset            phrase `json:"preset"`
		PresetUnknown     phrase `json:"preset_unknown"`
		Tests             phrase `json:"tests"`
		TestsRange        phrase `json:"tests_range"`
		Alone             phrase `json:"alone"`
		Flagged           phrase `json:"flagged"`
		Q                 phrase `json:"q"`
		QSmall            string `json:"q_small"`
		P                 phrase `json:"p"`
		PSmall            string `json:"p_small"`
		Tau               phrase `json:"tau"`
		TauFloor          string `json:"tau_floor"`
		Averages          phrase `json:"averages"`
		Further           phrase `json:"further"`
		Coverage          phrase `json:"coverage"`
		CoverageKept      phrase `json:"coverage_kept"`
		CoverageNone      string `json:"coverage_none"`
		CoverageFound     phrase `json:"coverage_found"`
		Reply             phrase `json:"reply"`
		ReplyBy           phrase `json:"reply_by"`
		History           phrase `json:"history"`
		Until             phrase `json:"until"`
		Undated           phrase `json:"undated"`
		Summed            phrase `json:"summed"`
		Disclosure        phrase `json:"disclosure"`
		Version           phrase `json:"version"`
		VersionBare       phrase `json:"version_bare"`
	} `json:"method"`
	Lists struct {
		Comma    string `json:"comma"`
		And      string `json:"and"`
		Measures phrase `json:"measures"`
	} `json:"lists"`
	Numbers []string `json:"numbers"`
}
