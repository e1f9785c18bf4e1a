# The definitions, written from the papers and the design, not from the C. Slow and plain: matrices of all pairs. Undefined is NA.

tie_sum <- function(x, f) sum(f(as.vector(table(match(x, unique(x))))))

# Lag-1 autocorrelation of residuals; NA when they are nothing but rounding.
autocorrelation <- function(e, scale) {
	e <- e - mean(e)
	n <- length(e)
	if (n < 4 || max(abs(e)) <= 1e-13 * scale) return(NA)
	sum(e[-1] * e[-n]) / sum(e^2)
}

guard <- function(r1) {
	if (is.na(r1) || r1 <= 0) return(1)
	r <- min(r1, 0.9)
	(1 + r) / (1 - r)
}

two_sided <- function(s, var) {
	if (var <= 0) return(c(z = NA, p = NA))
	z <- sign(s) * max(abs(s) - 1, 0) / sqrt(var)
	c(z = z, p = 2 * pnorm(-abs(z)))
}

# Mann-Kendall's variance with ties in both: Kendall 1955.
mk_variance <- function(t, y) {
	n <- length(t)
	if (n < 2) return(0)
	first <- function(x) tie_sum(x, function(a) a * (a - 1) * (2 * a + 5))
	second <- function(x) tie_sum(x, function(a) a * (a - 1))
	third <- function(x) tie_sum(x, function(a) a * (a - 1) * (a - 2))
	v <- (n * (n - 1) * (2 * n + 5) - first(t) - first(y)) / 18 + second(t) * second(y) / (2 * n * (n - 1))
	if (n > 2) v <- v + third(t) * third(y) / (9 * n * (n - 1) * (n - 2))
	v
}

# Sen 1968: all slopes, in order.
slopes <- function(t, y) {
	pairs <- which(outer(t, t, "<"), arr.ind = TRUE)
	sort((y[pairs[, 2]] - y[pairs[, 1]]) / (t[pairs[, 2]] - t[pairs[, 1]]))
}

trend <- function(t, y) {
	o <- order(t)
	t <- t[o] - if (length(t)) min(t) else 0
	y <- y[o]
	n <- length(t)
	s <- if (n < 2) 0 else sum(sign(outer(t, t, "-")) * sign(outer(y, y, "-"))) / 2
	v <- mk_variance(t, y)
	test <- two_sided(s, v)
	# R's own tau-b.
	tau <- if (length(unique(t)) < 2 || length(unique(y)) < 2) NA else cor(t, y, method = "kendall")
	q <- if (n < 2) numeric(0) else slopes(t, y)
	m <- length(q)
	slope <- if (m) median(q) else NA
	r1 <- if (anyDuplicated(t) || !m) NA else autocorrelation(y - slope * t, max(abs(y)) + abs(slope) * max(t))
	vg <- v * guard(r1)
	c_ <- qnorm(0.975) * sqrt(vg)
	low <- if (m) q[max(1, floor((m - c_) / 2))] else NA
	high <- if (m) q[min(m, ceiling((m + c_) / 2) + 1)] else NA
	step <- pettitt(t, y)
	w <- if (n) 2^(-(max(t) - t) / 7) else numeric(0)
	list(n = n, s = s, var_s = v, tau_b = tau, z = test[["z"]], p = test[["p"]], r1 = r1, var_s_guarded = vg,
		p_guarded = two_sided(s, vg)[["p"]], sen_slope_per_day = slope, sen_low = low, sen_high = high,
		pettitt_k = step$k, pettitt_index = step$index, pettitt_p = step$p, pettitt_p_guarded = step$guarded,
		level = if (n) sum(w * y) / sum(w) else NA, n_eff = if (n) sum(w)^2 / sum(w^2) else 0)
}

# Pettitt 1979, by the definition: signs of all pairs across each place.
pettitt <- function(t, y) {
	n <- length(y)
	if (n < 2) return(list(k = NA, index = NA, p = NA, guarded = NA))
	d <- sign(outer(y, y, "-"))
	u <- sapply(1:(n - 1), function(k) sum(d[1:k, (k + 1):n]))
	index <- which.max(abs(u))
	k <- max(abs(u))
	e <- y - ifelse(seq_len(n) <= index, mean(y[1:index]), mean(y[(index + 1):n]))
	r1 <- if (anyDuplicated(t)) NA else autocorrelation(e, max(abs(y)))
	p <- function(k2) min(1, 2 * exp(-6 * k2 / (n^3 + n^2)))
	list(k = k, index = index, p = p(k^2), guarded = p(k^2 / guard(r1)))
}

# Wilson 1927, for numbers that are not whole; R's prop.test takes only those that are.
wilson <- function(x, n, confidence) {
	z <- qnorm((1 + confidence) / 2)
	roots <- polyroot(c((x / n)^2, -(2 * x / n + z^2 / n), 1 + z^2 / n)) # (share - p)^2 = z^2 p(1-p)/n
	sort(pmin(pmax(Re(roots), 0), 1))
}

share <- function(age, x) {
	w <- 2^(-age / 28)
	value <- sum(w * x) / sum(w)
	n_eff <- sum(w)^2 / sum(w^2)
	interval <- if (length(x)) wilson(value * n_eff, n_eff, 0.9) else c(NA, NA)
	list(share = if (length(x)) value else NA, n_eff = if (length(x)) n_eff else 0, low = interval[1], high = interval[2])
}

# R's own lm, and the product of two normal densities.
links <- function(now, cause, following) {
	n <- length(now)
	tau <- if (n > 1) 0.5 * sd(following) else NA
	b <- se <- NA
	if (length(unique(cause)) == 2) {
		fit <- lm(following ~ now + cause)
		b <- unname(coef(fit)["cause"])
		if (!is.na(b) && df.residual(fit) > 0) se <- suppressWarnings(summary(fit))$coefficients["cause", 2]
	}
	precision <- 1 / tau^2 + 1 / se^2
	mean <- (b / se^2) / precision
	sd <- 1 / sqrt(precision)
	list(n = n, n_with = sum(cause == 1), n_without = sum(cause == 0), b = b, se = se, prior_sd = tau, mean = mean, sd = sd,
		low = qnorm(0.05, mean, sd), high = qnorm(0.95, mean, sd), p_above_zero = pnorm(0, mean, sd, lower.tail = FALSE),
		p = 2 * pnorm(-abs(b / se)))
}

# R's own kruskal.test.
weekday <- function(day, value) {
	groups <- length(unique(day))
	tested <- groups > 1 && length(unique(value)) > 1
	test <- if (tested) kruskal.test(value, factor(day)) else NULL
	n <- sapply(1:7, function(d) sum(day == d))
	raw <- sapply(1:7, function(d) if (any(day == d)) mean(value[day == d]) - mean(value) else NA)
	list(h = if (tested) unname(test$statistic) else NA, df = max(groups - 1, 0), p = if (tested) test$p.value else NA,
		cells_n = n, cells_raw = raw, cells_shrunk = n / (n + 4) * raw)
}

# Cronbach 1951 by the covariance matrix: alpha = k/(k-1) (1 - trace / sum).
alpha <- function(rows) {
	rows <- rows[complete.cases(rows), , drop = FALSE]
	n <- nrow(rows)
	k <- ncol(rows)
	s <- if (n > 1) cov(rows) else NA
	a <- if (n > 1 && k > 1 && sum(s) > 0) k / (k - 1) * (1 - sum(diag(s)) / sum(s)) else NA
	deviation <- if (n > 1) sd(rowSums(rows)) else NA
	list(n = n, alpha = a, sd = deviation, sem = deviation * sqrt(1 - a), rci_95 = qnorm(0.975) * deviation * sqrt(2) * sqrt(1 - a))
}
