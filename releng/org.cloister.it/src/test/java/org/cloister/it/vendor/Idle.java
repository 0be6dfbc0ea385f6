// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

/** A component that does nothing. */
public final class Idle {}
