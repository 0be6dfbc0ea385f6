// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

/** Options that several commands have in common. */
interface OptionGroup {
    /** Their rows, in the order of the help. */
    OptionRows rows();
}
