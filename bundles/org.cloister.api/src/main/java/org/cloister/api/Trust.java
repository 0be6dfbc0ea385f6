// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

/** What stands behind a result. Every result that could be mistaken for a protected one carries it. */
@Provisional("Guests without protection are still to have a word of their own.")
public enum Trust {
    /** Made by this host's hardware and its firmware. */
    HARDWARE,
    /** Made by software that behaves like the hardware: for tests and tools. It protects nothing. */
    EMULATED,
    /** Reported by another program that was asked to do the work; as good as that program's word. */
    DELEGATED
}
