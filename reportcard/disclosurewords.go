package reportcard

import (
	"strconv"

	"inclusioncards/metrics"
)

// profile holds the words of the card's disclosure profile.
func (b *builder) profile() profileWords {
	switch b.options.Profile {
	case GovernorProfile:
		return b.card.Profiles.Governor
	case PublicProfile:
		return b.card.Profiles.Public
	}
	return b.card.Profiles.Officer
}

// protection says which profile is in force, and when it is looser than the
// edition's own.
func (b *builder) protection(withheld int) string {
	out := b.say(b.profile().Says, values{"floor": strconv.Itoa(b.options.Profile.Floor() - 1)})
	if b.options.Profile.LooserThan(b.options.Audience.Profile()) {
		out += b.card.Profiles.Forced
	}
	if withheld > 0 {
		out += " " + b.say(b.card.Unknowns.Withheld, values{"n": count(withheld)})
	}
	return out
}

// hidden tells that this year's figures of a line are withheld.
func hidden(l line) bool {
	for _, o := range []metrics.Observation{l.all, l.send, l.noSEND} {
		if o.State == metrics.Withheld {
			return true
		}
	}
	return false
}

// protected tells that small numbers are withheld from this reader.
func (b *builder) protected() bool { return b.options.Profile.Floor() > 0 }
