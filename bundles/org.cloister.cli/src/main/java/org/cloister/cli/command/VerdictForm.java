// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

/** What a verdict on a report is written for. */
enum VerdictForm {
    /** People. */
    TEXT,
    /** Programs: one JSON document. */
    JSON,
    /** Programs that take the results of verifiers: an unsigned EAR. */
    EAR
}
