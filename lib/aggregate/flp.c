#include <string.h>

#include <sodium.h>

#include <evenkeel/flp.h>

#include "wide.h"

/* The gadget's inputs for pair @pair: wire one is r^(pair+1) b, wire two is b - 1 (a share of it), by calls; place 0 is the seed's. */
struct wires {
	struct field128 one[2 * FLP_POINTS_MAX], two[2 * FLP_POINTS_MAX];
};

static void set_powers(struct flp *ret, uint64_t maximum)
{
	ret->maximum = maximum;
	while (maximum >> ret->bits)
		ret->bits++;
	for (unsigned i = 0; i < ret->bits; i++)
		ret->weights[i] = field128_from(UINT64_C(1) << i);
	if (ret->bits)
		ret->weights[ret->bits - 1] = field128_from(maximum - ((UINT64_C(1) << (ret->bits - 1)) - 1));
}

int flp_init(struct flp *ret, const struct flp_circuit *circuit, size_t length, uint64_t maximum, size_t chunk,
	     unsigned shares)
{
	if (length == 0 || length > FLP_INPUTS_MAX || chunk == 0 || chunk > FLP_CHUNK_MAX || maximum >> FLP_BITS_MAX ||
	    shares == 0)
		return -1;
	*ret = (struct flp){.circuit = circuit, .length = length, .chunk = chunk, .points = 2};
	set_powers(ret, maximum);
	ret->inputs = circuit->inputs(ret);
	if (ret->inputs == 0 || ret->inputs > FLP_INPUTS_MAX)
		return -1;
	ret->calls = (ret->inputs + chunk - 1) / chunk;
	if (ret->calls > FLP_CALLS_MAX)
		return -1;
	while (ret->points < 1 + ret->calls)
		ret->points *= 2;
	ret->shares_inverse = field128_invert(field128_from(shares));
	field128_roots(ret->roots, 2 * ret->points);
	ret->points_inverse[0] = field128_invert(field128_from(ret->points));
	ret->points_inverse[1] = field128_invert(field128_from(2 * ret->points));
	return 0;
}

uint64_t flp_encode_number(const struct flp *flp, uint64_t number, struct field128 *ret_bits)
{
	uint64_t above = 0, last = 0, rest = (UINT64_C(1) << (flp->bits - 1)) - 1;

	wide_subtract(flp->maximum, number, &above);
	wide_subtract(rest, number, &last);
	number -= (flp->maximum - rest) & wide_mask(last);
	for (unsigned i = 0; i + 1 < flp->bits; i++)
		ret_bits[i] = field128_from(number >> i & 1);
	ret_bits[flp->bits - 1] = field128_from(last);
	return wide_mask(above);
}

struct field128 flp_decode_number(const struct flp *flp, const struct field128 *bits)
{
	struct field128 sum = {0};

	for (unsigned i = 0; i < flp->bits; i++)
		sum = field128_add(sum, field128_multiply(flp->weights[i], bits[i]));
	return sum;
}

/* Lay out the wires of one pair after another: @powers come in as r^pair for each call and go out as r^(pair+1). */
static void set_wires(const struct flp *flp, size_t pair, const struct field128 *inputs,
		      const struct field128 *joint_random, struct field128 one, struct field128 *powers,
		      struct wires *ret)
{
	for (size_t call = 0; call < flp->calls; call++) {
		size_t place = call * flp->chunk + pair;
		struct field128 input = place < flp->inputs ? inputs[place] : (struct field128){0};
		powers[call] = field128_multiply(powers[call], joint_random[call]);
		ret->one[call + 1] = field128_multiply(powers[call], input);
		ret->two[call + 1] = field128_subtract(input, one);
	}
	for (size_t i = flp->calls + 1; i < flp->points; i++)
		ret->one[i] = ret->two[i] = (struct field128){0};
}

static void set_ones(struct field128 *powers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		powers[i] = field128_from(1);
}

/*
 * From the values at the p-th roots of unity to those at the 2p-th: every second is there already; between them are the values at the
 * p-th roots times w, a 2p-th, which are those of the polynomial whose k-th coefficient is w^k times as large (section 6.1.3.2).
 */
static void double_values(const struct flp *flp, struct field128 *values)
{
	struct field128 between[FLP_POINTS_MAX];

	memcpy(between, values, flp->points * sizeof(between[0]));
	field128_ntt_inverse(between, flp->points, flp->roots, 2 * flp->points);
	for (size_t i = 0; i < flp->points; i++)
		between[i] = field128_multiply(between[i], flp->roots[i]);
	field128_ntt(between, flp->points, flp->roots, 2 * flp->points);
	for (size_t i = flp->points; i-- > 0;) {
		values[2 * i] = values[i];
		values[2 * i + 1] = between[i];
	}
	sodium_memzero(between, flp->points * sizeof(between[0]));
}

void flp_prove(const struct flp *flp, const struct field128 *inputs, const struct field128 *prove_random,
	       const struct field128 *joint_random, struct field128 *ret_proof)
{
	struct field128 powers[FLP_CALLS_MAX], *values = ret_proof + 2 * flp->chunk;
	struct wires wires;

	memcpy(ret_proof, prove_random, 2 * flp->chunk * sizeof(*ret_proof));
	memset(values, 0, (2 * flp->points - 1) * sizeof(*values));
	set_ones(powers, flp->calls);
	for (size_t pair = 0; pair < flp->chunk; pair++) {
		wires.one[0] = prove_random[2 * pair];
		wires.two[0] = prove_random[2 * pair + 1];
		set_wires(flp, pair, inputs, joint_random, field128_from(1), powers, &wires);
		double_values(flp, wires.one);
		double_values(flp, wires.two);
		for (size_t i = 0; i + 1 < 2 * flp->points; i++)
			values[i] = field128_add(values[i], field128_multiply(wires.one[i], wires.two[i]));
	}
	sodium_memzero(&wires, sizeof(wires));
}

/* What each of the values at @count roots of unity counts for at @t: w^k/n times all t - w^j with j other than k. */
static void shares_at(const struct flp *flp, size_t count, struct field128 t, struct field128 *ret)
{
	size_t stride = 2 * flp->points / count;
	struct field128 product = flp->points_inverse[stride == 1];

	for (size_t i = 0; i < count; i++) {
		ret[i] = field128_multiply(product, flp->roots[i * stride]);
		product = field128_multiply(product, field128_subtract(t, flp->roots[i * stride]));
	}
	product = field128_from(1);
	for (size_t i = count; i-- > 0;) {
		ret[i] = field128_multiply(ret[i], product);
		product = field128_multiply(product, field128_subtract(t, flp->roots[i * stride]));
	}
}

static struct field128 inner_product(const struct field128 *a, const struct field128 *b, size_t count)
{
	struct field128 sum = {0};

	for (size_t i = 0; i < count; i++)
		sum = field128_add(sum, field128_multiply(a[i], b[i]));
	return sum;
}

/* The gadget's polynomial at @t. Its degree is 2p - 2, so that the last value is such that the coefficient of x^(2p-1) is 0. */
static struct field128 gadget_at(const struct flp *flp, const struct field128 *values, struct field128 t)
{
	struct field128 shares[2 * FLP_POINTS_MAX];
	size_t last = 2 * flp->points - 1;

	shares_at(flp, last + 1, t, shares);
	struct field128 sum = inner_product(flp->roots, values, last);
	struct field128 value = field128_subtract((struct field128){0}, field128_multiply(flp->roots[1], sum));
	return field128_add(inner_product(shares, values, last), field128_multiply(shares[last], value));
}

/* The circuit's outputs, reduced to one if there are two; *@ret_t is the element of the randomness that is left. */
static struct field128 circuit_output(const struct flp *flp, const struct field128 *inputs,
				      const struct field128 *values, const struct field128 *query_random,
				      struct field128 *ret_t)
{
	struct field128 sum = {0};

	for (size_t call = 1; call <= flp->calls; call++)
		sum = field128_add(sum, values[2 * call]);
	*ret_t = query_random[flp->circuit->check ? 2 : 0];
	if (!flp->circuit->check)
		return sum;
	return field128_add(field128_multiply(query_random[0], sum),
			    field128_multiply(query_random[1], flp->circuit->check(flp, inputs)));
}

static bool is_root(const struct flp *flp, struct field128 t)
{
	for (size_t i = 1; i < flp->points; i *= 2)
		t = field128_multiply(t, t);
	return field128_equal(t, field128_from(1));
}

int flp_query(const struct flp *flp, const struct field128 *inputs, const struct field128 *proof,
	      const struct field128 *query_random, const struct field128 *joint_random, struct field128 *ret_verifier)
{
	const struct field128 *values = proof + 2 * flp->chunk;
	struct field128 powers[FLP_CALLS_MAX], shares[FLP_POINTS_MAX], t;
	struct wires wires;

	ret_verifier[0] = circuit_output(flp, inputs, values, query_random, &t);
	shares_at(flp, flp->points, t, shares);
	set_ones(powers, flp->calls);
	for (size_t pair = 0; pair < flp->chunk; pair++) {
		wires.one[0] = proof[2 * pair];
		wires.two[0] = proof[2 * pair + 1];
		set_wires(flp, pair, inputs, joint_random, flp->shares_inverse, powers, &wires);
		ret_verifier[1 + 2 * pair] = inner_product(shares, wires.one, flp->points);
		ret_verifier[2 + 2 * pair] = inner_product(shares, wires.two, flp->points);
	}
	ret_verifier[1 + 2 * flp->chunk] = gadget_at(flp, values, t);
	sodium_memzero(&wires, sizeof(wires));
	return -(int)is_root(flp, t);
}

bool flp_decide(const struct flp *flp, const struct field128 *verifier)
{
	struct field128 gadget = {0};

	for (size_t pair = 0; pair < flp->chunk; pair++)
		gadget = field128_add(gadget, field128_multiply(verifier[1 + 2 * pair], verifier[2 + 2 * pair]));
	int output = field128_equal(verifier[0], (struct field128){0});
	return output & field128_equal(gadget, verifier[1 + 2 * flp->chunk]);
}
