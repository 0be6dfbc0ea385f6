// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import org.cloister.api.GuestType;

/** A guest type whose backend is there and answers. */
record AskedType(GuestType type, int strength) {}
