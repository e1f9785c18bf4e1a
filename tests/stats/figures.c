/*
 * For the comparison with R, what no command prints by itself, a number a line: figures difference FILE (lines of 1 or 2, a tab and a value),
 * figures t P DF, figures chi X DF, figures normal P.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/mem.h>
#include <evenkeel/stats.h>

#define VALUES_MOST 10000

static int difference(const char *path)
{
	double *sides[2] = {mem_new(VALUES_MOST, sizeof(double)), mem_new(VALUES_MOST, sizeof(double))};
	size_t counts[2] = {0};
	FILE *file = fopen(path, "re");
	double value;
	int side;

	if (!file) {
		perror(path);
		return 1;
	}
	while (fscanf(file, "%d %lf", &side, &value) == 2 && (side == 1 || side == 2) && counts[side - 1] < VALUES_MOST)
		sides[side - 1][counts[side - 1]++] = value;
	fclose(file);
	struct stats_difference d = stats_difference(sides[0], counts[0], sides[1], counts[1]);
	printf("%.17g\n%.17g\n%.17g\n%.17g\n%.17g\n%.17g\n", d.mean_a, d.mean_b, d.difference, d.low, d.high, d.df);
	free(sides[0]);
	free(sides[1]);
	return 0;
}

int main(int argc, char **argv)
{
	double first = argc > 2 ? atof(argv[2]) : 0, second = argc > 3 ? atof(argv[3]) : 0;

	if (argc == 3 && strcmp(argv[1], "difference") == 0)
		return difference(argv[2]);
	if (argc == 4 && strcmp(argv[1], "t") == 0)
		printf("%.17g\n", stats_t_quantile(first, second));
	else if (argc == 4 && strcmp(argv[1], "chi") == 0)
		printf("%.17g\n", stats_chi_square_above(first, (int)second));
	else if (argc == 3 && strcmp(argv[1], "normal") == 0)
		printf("%.17g\n", stats_normal_quantile(first));
	else {
		fprintf(stderr, "usage: figures difference FILE | t P DF | chi X DF | normal P\n");
		return 2;
	}
	return 0;
}
