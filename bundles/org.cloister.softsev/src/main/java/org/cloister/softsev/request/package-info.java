/**
 * Requests of guests to the firmware (SEV-SNP firmware ABI, 56860, "Guest Messages" and SNP_GUEST_REQUEST): unsealing,
 * numbers, reports, derived keys, the clock.
 */
package org.cloister.softsev.request;
