// SPDX-License-Identifier: Apache-2.0
/** The stream in which a guest moves: its packets, their order, and what it says of the guest. */
package org.cloister.core.move;
