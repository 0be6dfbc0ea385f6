// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import org.cloister.softsev.attest.GuestIdentity;
import org.cloister.softsev.processor.GuestContext;

/**
 * A request as it was unsealed.
 *
 * @param context of the guest, for its root key
 * @param guest who it is
 * @param key which of the guest's keys sealed it, 0 to 3; it speaks for the privilege level of that number
 * @param payload in clear; wiped when the request was answered
 */
record GuestQuery(GuestContext context, GuestIdentity guest, int key, byte[] payload) {}
