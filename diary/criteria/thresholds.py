"""Every cut-off of the criteria, with unit and source. Change one: raise the version.

Sources in capitals are keys of the list of sources in ``data/criteria.json``. "Ours"
means: no source gives a number, and a clinician has to approve it.
"""

from __future__ import annotations

from datetime import time, timedelta

# Length of one cramp
LONG_CRAMP = timedelta(minutes=10)  # more than this; HALL17, NHS
CHAIN_GAP = timedelta(seconds=60)  # at most, same muscle and side; ours
CONFIRM_LENGTH_ABOVE = timedelta(minutes=60)  # ask "did it really last"; ours
ONGOING_CONFIRMATION_VALID = timedelta(hours=12)  # at most; ours

# Pain, distress, soreness
SEVERE_PAIN = 7  # of 10, at least; NRS, ours
MEANINGFUL_PAIN_CHANGE = 2.0  # points on 0-10, at least; NRS
PAIN_CHANGE_GONE = 1.0  # points, below; ours
BURDEN_DISTRESS = 5  # of 10, at least; ours (persistent-night-cramps)
NLC_DISTRESS = 4  # of 10, at least; ours (HALL17 gives no number)
LONG_SORENESS_MINUTES = 1440  # more than 24 h; NHS ("tender up to 24 h")
STRONG_SORENESS_MINUTES = 60  # more than; ours (severe-residual-pain)

# Windows: local days or nights, both ends included
WEEK = 7  # days or nights
FORTNIGHT = 14  # days or nights; two-week baseline as in COCHQ15, MGO17
FOUR_WEEKS = 28  # days or nights
MEDICINE_DAYS = 90  # days from start or change of dose; ours
PREGNANCY_DAYS = 300  # days back that can belong to one pregnancy; ours
POSTPARTUM_DAYS = 42  # days after birth, at most; PREECL
PREGNANCY_LAPSES_AFTER_MONTHS = 10  # months after it was set; ours

# Night patterns, in nights
SEVERE_NIGHTS = 3  # of 7, at least; ours
FREQUENT_NIGHTS = 6  # of 14, at least; NHS, RESTPROJ (three a week)
FREQUENT_NIGHTS_GONE = 4  # of 14, fewer than; ours
PERSISTENT_NIGHTS = 8  # of 28, at least; ours
PERSISTENT_NIGHTS_GONE = 6  # of 28, fewer than; ours
BURDENED_NIGHTS = 4  # of 28, at least; ours
DISRUPTED_NIGHTS = 3  # of 7, at least; RESTPROJ
SLEEP_ENTRIES_NEEDED = 5  # of 7 nights, at least; ours
LONG_WASO_MINUTES = 30  # more than; RESTPROJ
LOW_SE_PERCENT = 85.0  # below; RESTPROJ
POOR_QUALITY = 2  # of 5, at most; CSD12

# Change over time
DAYTIME_DATES = 2  # different local dates, at least; ours
BASELINE_NIGHT_CRAMPS = 2  # cramps, at least; ours
DAYTIME_CRAMPS = 2  # cramps, at least; ours
BASELINE_COVERED_DAYS = 14  # of 28 days, at least; ours
TREND_COVERED_DAYS = 10  # of 14 days in each window, at least; ours
FREQUENCY_RISE = 4  # more cramps in 14 days, at least; ours
FREQUENCY_RATIO = (3, 2)  # at least 1.5 times; ours
FREQUENCY_RATIO_GONE = (5, 4)  # below 1.25 times; ours
RATED_CRAMPS_NEEDED = 3  # in each window, at least; ours

# Counts of entries
SENSORY_ENTRIES = 3  # entries with sensation numb or tingling, at least; ours
PAIN_BETWEEN_DATES = 2  # different local dates, at least; ours
RADIATING_ENTRIES = 2  # entries, at least; ours
WIDESPREAD_REGIONS = 3  # of 4 body regions, at least; BMJBP
NON_LEG_CRAMPS = 2  # cramps, at least; ours
ARM_CRAMPS_FOR_SOON = 2  # qualifying arm cramps, at least; ours
UNRELIEVED_ENTRIES = 3  # entries, at least; ours
CONDITION_CRAMPS = 2  # cramps, at least; ours
MEDICINE_CRAMPS = 2  # cramps since the date, at least; ours
CLUSTER_CRAMPS = 8  # cramps, at least; ours (PAROX)
CLUSTER_SPAN = timedelta(hours=24)  # first to last start, at most; ours
CLUSTER_SITE_CRAMPS = 5  # cramps a date at one muscle and side, at least; ours
CLUSTER_SITE_DATES = 2  # such dates, at least; ours
WALKING_ENTRIES = 2  # entries, at least; CLAUD
RESTLESS_NIGHTS = 4  # of 14 days, at least; IRLSSG14 (twice a week)
RESTLESS_NIGHTS_GONE = 2  # of 14 days, fewer than; ours
RESTLESS_EVENING = time(18, 0)  # local clock, from; IRLSSG14
PAINLESS_ENTRIES = 2  # entries, at least; NEVROHB
PAIN_ONLY_ENTRIES = 3  # entries, at least; ours
TWITCHING_DATES = 3  # different local dates, at least; MNDA, CFS

# Children
ADULT_AGE = 18  # years; BMJBP
YOUNG_CHILD_AGE = 8  # years, below; UTD (none under eight)
CHILD_DAYTIME_ENTRIES = 2  # entries, at least; GROW
CHILD_SAME_LEG_ENTRIES = 3  # entries, at least; GROW

# Sides
SAME_LEG_CRAMPS = 8  # leg cramps with known side, at least; ours
SAME_LEG_PERCENT = 90  # percent on one side, at least; ours
SAME_LEG_PERCENT_GONE = 75  # percent, below; ours

# The seven features of nocturnal leg cramps (HALL17)
NLC_CRAMPS_NEEDED = 3  # cramps, and judgeable cramps for a feature, at least; ours
NLC_MET_PERCENT = 50  # percent of the judgeable cramps, at least; ours
NLC_THIGH_PERCENT = 25  # percent with a thigh site, at most; ours
