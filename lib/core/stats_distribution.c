#include <float.h>
#include <math.h>

#include <evenkeel/stats.h>

double stats_normal_cdf(double z)
{
	return erfc(-z / sqrt(2)) / 2;
}

/* Where @above falls below @p, for p < 1/2: by halving, slow and sure; it is called a few times a page. */
static double upper_quantile(double (*above)(double x, double parameter), double parameter, double p)
{
	double low = 0, high = 1;

	while (above(high, parameter) > p && high < DBL_MAX / 4)
		high *= 2;
	for (;;) {
		double middle = (low + high) / 2;
		if (middle <= low || middle >= high)
			return middle;
		*(above(middle, parameter) > p ? &low : &high) = middle;
	}
}

static double normal_above(double z, double ignored)
{
	(void)ignored;
	return stats_normal_cdf(-z);
}

double stats_normal_quantile(double p)
{
	if (!(p > 0 && p < 1))
		return NAN;
	if (p < 0.5)
		return -upper_quantile(normal_above, 0, p);
	return p > 0.5 ? upper_quantile(normal_above, 0, 1 - p) : 0;
}

/* Abramowitz & Stegun 1964, 26.4.4 and 26.4.5: finite sums for whole degrees of freedom, all of their terms positive. */
double stats_chi_square_above(double x, int df)
{
	if (!(df > 0) || isnan(x))
		return NAN;
	if (!(x > 0))
		return 1;
	double half = x / 2, above = df % 2 ? erfc(sqrt(half)) : 0;
	/* Logarithms of the terms half^a e^-half / Gamma(a+1), so that a long way out no factor leaves the numbers there are. */
	for (double a = df % 2 ? 0.5 : 0; a < df / 2.0 - 0.75; a++)
		above += exp(a * log(half) - half - lgamma(a + 1));
	return above;
}

#define FRACTION_STEPS 100000

/* The continued fraction of the incomplete beta function, NIST Digital Library of Mathematical Functions 8.17.22, from the front
 * (Lentz 1976; Thompson & Barnett 1986 for what keeps it from dividing by nothing). */
static double beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), value = d;

	for (int m = 1; m < FRACTION_STEPS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / (1 + even * d);
		c = 1 + even / c;
		value *= c * d;
		d = 1 / (1 + odd * d);
		c = 1 + odd / c;
		value *= c * d;
		if (fabs(c * d - 1) <= DBL_EPSILON)
			break;
	}
	return value;
}

/* I_x(a, b) with y = 1-x; each from the side where the fraction converges. */
static double beta_share(double a, double b, double x, double y)
{
	double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(y));

	return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a : 1 - front * beta_fraction(b, a, y) / b;
}

/* P(T > t) for t > 0: DLMF 8.17 and Abramowitz & Stegun 26.7.1. */
static double t_above(double t, double df)
{
	double square = t * t;

	return beta_share(df / 2, 0.5, df / (df + square), square / (df + square)) / 2;
}

double stats_t_quantile(double p, double df)
{
	if (!(p > 0 && p < 1 && df > 0))
		return NAN;
	if (p < 0.5)
		return -upper_quantile(t_above, df, p);
	return p > 0.5 ? upper_quantile(t_above, df, 1 - p) : 0;
}
