package reportcard

import "strconv"

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
func (b *builder) protection() string {
	out := b.say(b.profile().Says, values{"floor": strconv.Itoa(b.options.Profile.Floor() - 1)})
	if b.options.Profile.LooserThan(b.options.Audience.Profile()) {
		out += b.card.Profiles.Forced
	}
	return out
}
