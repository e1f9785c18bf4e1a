# Made-up data: ties, gaps, constants, two points, none. A fixed seed.
set.seed(20261122)
ar <- function(n, phi) as.vector(stats::filter(rnorm(n), phi, method = "recursive"))
grid <- function(x) 12.5 * pmin(pmax(round(3.6 + 1.5 * x), 0), 8)
gaps <- function(n) sort(sample(seq_len(2 * n), n)) - 1

trend_sets <- list(
	"normal, every day" = list(t = 0:39, y = rnorm(40)),
	"normal, gaps" = list(t = gaps(45), y = rnorm(45)),
	"steps of 12.5" = list(t = 0:55, y = grid(rnorm(56))),
	"steps of 12.5, gaps" = list(t = gaps(60), y = grid(ar(60, .5))),
	"ties in time and value" = list(t = sort(sample(0:20, 60, TRUE)), y = grid(rnorm(60))),
	"ties in time alone" = list(t = sort(sample(0:30, 50, TRUE)), y = rnorm(50)),
	"threes of one time" = list(t = rep(0:9, each = 3), y = grid(rnorm(30))),
	"constant" = list(t = 0:19, y = rep(37.5, 20)),
	"constant, no double" = list(t = 0:19, y = rep(.1, 20)),
	"two points" = list(t = c(3, 8), y = c(10, 25)),
	"two equal points" = list(t = c(3, 8), y = c(10, 10)),
	"two at one time" = list(t = c(3, 3), y = c(10, 25)),
	"one point" = list(t = 5, y = 50),
	"no point" = list(t = numeric(0), y = numeric(0)),
	"all at one time" = list(t = rep(2, 8), y = rnorm(8)),
	"three points" = list(t = c(0, 1, 5), y = c(3, 1, 2)),
	"four points" = list(t = c(0, 1, 5, 6), y = c(3, 1, 2, 7)),
	"a line" = list(t = 0:29, y = 3 * (0:29) - 7),
	"a line, no double" = list(t = 0:29, y = .1 * (0:29) + .7),
	"phi .95" = list(t = 0:79, y = ar(80, .95)),
	"alternating" = list(t = 0:30, y = rep(c(0, 50), length.out = 31) + rnorm(31)),
	"a step" = list(t = 0:39, y = 30 + 25 * (0:39 >= 17) + 8 * rnorm(40)),
	"a clean step" = list(t = 0:39, y = 30 + 25 * (0:39 >= 17)),
	"rising" = list(t = gaps(50), y = 20 + .5 * (0:49) + 5 * ar(50, .4)),
	"falling steeply" = list(t = 0:89, y = 200 - 2 * (0:89) + rnorm(90)),
	"epoch days" = list(t = 20500 + gaps(40), y = grid(ar(40, .3))),
	"parts of days" = list(t = sort(round(runif(70, 0, 60), 3)), y = grid(rnorm(70))),
	"mostly zero" = list(t = 0:49, y = ifelse(runif(50) < .15, 12.5, 0)),
	"very small" = list(t = 0:29, y = 1e-7 * rnorm(30)),
	"very large" = list(t = 0:29, y = 1e9 + 1e4 * rnorm(30)),
	"a year" = list(t = 0:364, y = grid(ar(365, .5))),
	"a year, gaps" = list(t = gaps(365), y = 45 + 15 * ar(365, .3))
)

links_set <- function(n, rate, effect, levels = 3) {
	now <- sample(seq_len(levels) - 1, n, TRUE)
	cause <- rbinom(n, 1, rate)
	list(now = now, cause = cause, following = pmin(pmax(round(.5 * now + effect * cause + .8 * rnorm(n)), 0), 2))
}
links_sets <- list(
	links_set(160, .3, .5), links_set(300, .1, 0), links_set(60, .15, 1), links_set(80, .5, -.5),
	links_set(40, .3, .2, 1), # the present never varies
	links_set(30, 0, 0), links_set(30, 1, 0), # never, always
	with(links_set(200, .2, .3), list(now = now + .1, cause = cause, following = following + rnorm(200))),
	list(now = c(0, 1, 1, 0, 1, 0), cause = c(0, 1, 1, 0, 1, 0), following = c(0, 1, 2, 1, 0, 2)), # as the present
	list(now = c(0, 1, 2), cause = c(0, 1, 0), following = c(1, 2, 1)), # no degree of freedom
	list(now = c(0, 1, 2, 1), cause = c(0, 1, 0, 0), following = c(1, 2, 1, 0)),
	list(now = numeric(0), cause = numeric(0), following = numeric(0))
)

weekday_set <- function(n, days, values) list(day = sample(days, n, TRUE), value = values(n))
weekday_sets <- list(
	weekday_set(140, 1:5, function(n) grid(rnorm(n))), weekday_set(80, 1:7, rnorm),
	with(weekday_set(100, 1:5, rnorm), list(day = day, value = grid(value + .8 * (day == 1)))),
	weekday_set(30, c(2, 6), function(n) grid(rnorm(n))), weekday_set(20, 3, rnorm),
	weekday_set(20, 1:5, function(n) rep(.1, n)), list(day = 1:2, value = c(5, 6)), list(day = 4, value = 5),
	list(day = numeric(0), value = numeric(0))
)

share_set <- function(n, p) list(age = round(runif(n, 0, 200), 2), x = rbinom(n, 1, p))
share_sets <- list(
	share_set(50, .3), share_set(200, .05), share_set(4, .5), list(age = 3, x = 1), list(age = c(0, 400), x = c(0, 0)),
	list(age = c(10, 12, 13), x = c(1, 1, 1)), list(age = numeric(0), x = numeric(0))
)

p_sets <- list(runif(15), runif(15)^3, c(.01, .04, NA, .03, .005), rep(.04, 6), c(0, 1, .5), NA, 1e-12, numeric(0))

items <- function(n, k, common) matrix(pmin(pmax(round(2 + common * rnorm(n) + rnorm(n * k)), 0), 4), n, k)
with_holes <- function(rows, holes) {
	rows[sample(length(rows), holes)] <- NA
	rows
}
alpha_sets <- list(
	items(60, 10, 1), items(30, 4, .3), with_holes(items(80, 6, .8), 25), items(5, 2, 0), items(12, 1, 1),
	matrix(2, 6, 3), items(1, 4, 1), matrix(NA_real_, 3, 2)
)

two_groups <- list(
	list(a = 50 + 10 * rnorm(14), b = 40 + 20 * rnorm(60)), list(a = rnorm(10), b = rnorm(10)), list(a = c(1, 3), b = c(2, 2, 7)),
	list(a = grid(rnorm(400)), b = grid(rnorm(300))), list(a = c(0, 2), b = c(5, 5, 5))
)
