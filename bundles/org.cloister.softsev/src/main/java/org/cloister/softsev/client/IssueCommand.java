// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import org.cloister.amd.channel.AddressSpace;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The platform's commands as bytes, as Linux's {@code ioctl(sev, SEV_ISSUE_CMD, argument)} takes them. Got by
 * {@code SecureProcessor.adapt(IssueCommand.class)}. Safe for use by several threads.
 */
@ProviderType
public interface IssueCommand {
    /**
     * Carries out one command.
     *
     * @param argument the address of a {@code struct sev_issue_cmd}
     * @param writable whether the device was opened for writing
     * @param caller where addresses point; the envelope's {@code error} and the command's struct are written back to
     *     it. A command whose buffer is too short gets the length that is needed
     * @return 0, or the driver's error number, positive
     */
    int call(long argument, boolean writable, AddressSpace caller);
}
