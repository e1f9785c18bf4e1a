# usage: Rscript compare.R BUILD DIR
arguments <- commandArgs(TRUE)
program <- file.path(arguments[1], "evenkeel")
figures <- file.path(arguments[1], "tests/stats/figures")
file <- file.path(arguments[2], "numbers.tsv")
bar <- 1e-9
source("reference.R")
source("sets.R")

results <- new.env()
faults <- 0

# How far apart, beside the larger. Nothing and what rounding leaves of it are the same, but for a p, which may be that small.
difference <- function(key, got, wanted) {
	if (is.na(got) || is.na(wanted)) return(if (is.na(got) && is.na(wanted)) 0 else Inf)
	apart <- abs(got - wanted)
	larger <- max(abs(got), abs(wanted))
	if (apart == 0 || (larger < 1e-13 && !grepl("^p|_p|^q", key))) return(0)
	apart / larger
}

note <- function(action, key, got, wanted, where) {
	apart <- difference(key, got, wanted)
	name <- paste(action, key)
	before <- if (exists(name, results)) get(name, results) else list(count = 0, undefined = 0, largest = 0)
	assign(name, list(count = before$count + 1, undefined = before$undefined + is.na(wanted), largest = max(before$largest, apart)),
		results)
	if (apart > bar) {
		faults <<- faults + 1
		cat(sprintf("%s, %s: %s is %.17g, in R %.17g\n", action, where, key, got, wanted))
	}
}

run <- function(program, ...) {
	output <- system2(program, shQuote(c(...)), stdout = TRUE, stderr = "")
	if (!is.null(attr(output, "status"))) stop(program, " ended with ", attr(output, "status"))
	output
}

# The numbers behind a key of the printed object, in order; null is NA.
values <- function(json, key) {
	lines <- grep(sprintf('^ *"%s": ', key), json, value = TRUE)
	words <- sub(",$", "", sub('^[^:]*: ', "", lines))
	suppressWarnings(as.numeric(ifelse(words == "null", NA, words)))
}

check <- function(action, wanted, where, ...) {
	json <- run(program, "stats", action, ..., "--json")
	for (key in names(wanted)) {
		got <- if (startsWith(key, "cells_")) values(json, sub("cells_", "", key)) else values(json, key)[1]
		if (length(got) != length(wanted[[key]])) stop(action, " prints ", length(got), " of ", key)
		for (i in seq_along(got)) note(action, key, got[i], wanted[[key]][i], where)
	}
}

write_columns <- function(..., na = "NA") {
	columns <- lapply(list(...), function(x) ifelse(is.na(x), na, sprintf("%.17g", x)))
	writeLines(if (length(columns[[1]])) do.call(paste, c(columns, sep = "\t")) else character(0), file)
}

for (name in names(trend_sets)) {
	set <- trend_sets[[name]]
	write_columns(set$t, set$y)
	wanted <- trend(set$t, set$y)
	check("trend", wanted, name, file)
	# The same as times of the day, over the change of offsets in March, in another order, with values missing.
	if (!length(set$t) || any(set$t * 86400 != round(set$t * 86400))) next
	stamp <- format(as.POSIXct("2026-03-01 08:00:00", tz = "UTC") + set$t * 86400, "%Y-%m-%dT%H:%M:%S+00:00")
	# Only whole orders by time keep ties as they are.
	o <- if (anyDuplicated(set$t)) seq_along(stamp) else sample(length(stamp))
	lines <- paste(stamp, sprintf("%.17g", set$y), sep = "\t")[o]
	writeLines(c(lines, "2026-03-05T08:00:00+00:00\t", "# no value", "2026-03-06T08:00:00+00:00\tNA"), file)
	check("trend", wanted, paste(name, "as times"), file)
}
for (i in seq_along(links_sets)) {
	set <- links_sets[[i]]
	write_columns(set$now, set$cause, set$following)
	check("links", links(set$now, set$cause, set$following), paste("set", i), file)
}
for (i in seq_along(weekday_sets)) {
	write_columns(weekday_sets[[i]]$day, weekday_sets[[i]]$value)
	check("weekday", weekday(weekday_sets[[i]]$day, weekday_sets[[i]]$value), paste("set", i), file)
}
for (i in seq_along(share_sets)) {
	write_columns(share_sets[[i]]$age, share_sets[[i]]$x)
	check("share", share(share_sets[[i]]$age, share_sets[[i]]$x), paste("set", i), file)
}
for (i in seq_along(alpha_sets)) {
	rows <- alpha_sets[[i]]
	lines <- apply(rows, 1, function(row) paste(ifelse(is.na(row), "", row), collapse = "\t"))
	if (ncol(rows) > 1) { # one empty cell alone is an empty line
		writeLines(lines, file)
		check("alpha", alpha(rows), paste("set", i), file)
	}
	reversed <- rows
	reversed[, ncol(rows)] <- 4 - rows[, ncol(rows)]
	write_lines <- apply(rows, 1, function(row) paste(ifelse(is.na(row), "NA", row), collapse = "\t"))
	writeLines(write_lines, file)
	check("alpha", alpha(reversed), paste("set", i, "reversed"), file, "--reverse", ncol(rows), "--min", "0", "--max", "4")
}
for (i in seq_along(p_sets)) {
	write_columns(p_sets[[i]])
	json <- run(program, "stats", "bh", file, "--json")
	got <- suppressWarnings(as.numeric(sub(",$", "", trimws(grep("^    ", json, value = TRUE)))))
	wanted <- p.adjust(p_sets[[i]], method = "BH")
	stopifnot(length(got) == length(wanted))
	for (k in seq_along(wanted)) note("bh", "q", got[k], wanted[k], paste("set", i))
}
for (x in 0:12) for (confidence in c(.8, .9, .95, .99)) {
	wanted <- suppressWarnings(prop.test(x, 12, conf.level = confidence, correct = FALSE))$conf.int
	check("wilson", list(low = wanted[1], high = wanted[2]), paste(x, "of 12 at", confidence), x, 12, confidence)
}
for (x in c(.5, 3.7, 20.2)) {
	wanted <- wilson(x, 21.3, .9)
	check("wilson", list(low = wanted[1], high = wanted[2]), paste(x, "of 21.3"), x, 21.3, .9)
}

# What the commands print nowhere by itself.
printed <- function(...) as.numeric(run(figures, ...))
for (i in seq_along(two_groups)) {
	set <- two_groups[[i]]
	write_columns(c(rep(1, length(set$a)), rep(2, length(set$b))), c(set$a, set$b))
	got <- printed("difference", file)
	test <- t.test(set$a, set$b)
	wanted <- c(test$estimate, test$estimate[1] - test$estimate[2], test$conf.int, test$parameter)
	keys <- c("mean_a", "mean_b", "difference", "low", "high", "df")
	for (k in seq_along(keys)) note("difference", keys[k], got[k], wanted[[k]], paste("set", i))
}
for (df in c(1, 2, 3, 4.5, 8, 21.7, 60, 500.5, 7300)) for (p in c(.001, .025, .3, .6, .9, .975, .9999))
	note("distributions", "t quantile", printed("t", p, sprintf("%.17g", df)), qt(p, df), paste(p, df))
for (df in c(1:7, 12, 23, 40)) for (x in c(.001, .5, 3, 12.5, 60, 300))
	note("distributions", "p of chi square", printed("chi", x, df), pchisq(x, df, lower.tail = FALSE), paste(x, df))
for (p in c(1e-12, .001, .05, .3, .5, .8, .975, .9999))
	note("distributions", "normal quantile", printed("normal", p), qnorm(p), p)

cat(sprintf("%-34s %8s %10s  %s\n", "figure", "compared", "undefined", "largest relative difference"))
for (name in sort(ls(results))) {
	row <- get(name, results)
	cat(sprintf("%-34s %8d %10d  %.1e%s\n", name, row$count, row$undefined, row$largest, if (row$largest > bar) "  beyond" else ""))
}
cat(sprintf("%d data sets for trends, %d for the rest; %s\n", length(trend_sets),
	length(links_sets) + length(weekday_sets) + length(share_sets) + length(alpha_sets) + length(p_sets) + length(two_groups),
	if (faults) paste(faults, "figures BEYOND", bar) else paste("all within", bar, "of R", getRversion())))
quit(status = as.integer(faults > 0))
