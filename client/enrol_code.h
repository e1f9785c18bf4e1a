/*
 * The code by which a person enrols in a cohort: the public half of their key for the quarter, to be handed to the second party on paper or read
 * out. No secret, but whoever hands it over is who counts as the member: 52 characters of Crockford's base32 and 4 that check them.
 */
#ifndef CLIENT_ENROL_CODE_H
#define CLIENT_ENROL_CODE_H

#include <stdint.h>

#include <evenkeel/base32.h>
#include <evenkeel/dap.h>
#include <evenkeel/error.h>

enum { ENROL_CODE_CHARACTERS = 56, ENROL_CODE_SIZE = BASE32_CODE_SIZE(ENROL_CODE_CHARACTERS) };

void enrol_code_encode(const uint8_t key[static DAP_KEY_SIZE], char ret[static ENROL_CODE_SIZE]);
/* Takes small letters, O for 0, I and L for 1, blanks and hyphens anywhere. -1: says whether length, a character or the check is wrong. */
int enrol_code_decode(const char *code, uint8_t ret[static DAP_KEY_SIZE], struct error *err);

#endif
