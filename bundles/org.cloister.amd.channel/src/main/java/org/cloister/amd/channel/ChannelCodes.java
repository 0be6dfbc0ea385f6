// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/** Codes of problems of commands to the secure processor; see {@link org.cloister.api.ProblemCodes}. */
final class ChannelCodes {
    /** Operation: a command to the secure processor was refused. */
    static final String SEV_COMMAND = "sev.command";

    /** Operation: the platform took no page of a range. */
    static final String SNP_UPDATE_STUCK = "snp.update.stuck";

    private ChannelCodes() {}
}
