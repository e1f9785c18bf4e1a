#include "revealed.h"

bool revealed(bool fact)
{
	return fact;
}
