// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

/** What a request is made for, which decides what of a domain it needs. */
enum RequestUse {
    /** A launch, which needs all of it. */
    LAUNCH,
    /** A measurement: memory is not in it, nor is a kernel without hashes. */
    MEASURE,
    /** A measurement of registers that are given: it needs no processor model either. */
    REGISTERS_GIVEN
}
