// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.api.platform.VirtualMachine;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Takes over the encryption context (guest handle, key, ASID) of another machine in the same kernel: Linux's
 * capabilities {@code KVM_CAP_VM_COPY_ENC_CONTEXT_FROM} (197) and {@code KVM_CAP_VM_MOVE_ENC_CONTEXT_FROM} (206). Got
 * by {@code VirtualMachine.adapt(EncryptionContext.class)} of the machine that takes.
 *
 * <p>A kernel says that it has both capabilities even where SEV is off; that it works shows when it is tried. Safe for
 * use by several threads.
 */
@ConsumerType
public interface EncryptionContext {
    /** The name of {@link #copyFrom} in exceptions. */
    String COPY = CommandNames.COPY_ENC_CONTEXT_FROM;

    /** The name of {@link #moveFrom} in exceptions. */
    String MOVE = CommandNames.MOVE_ENC_CONTEXT_FROM;

    /**
     * Makes this machine a mirror: both run guests with one key. A mirror takes no commands but LAUNCH_UPDATE_VMSA,
     * GUEST_STATUS, DBG_DECRYPT and DBG_ENCRYPT, and registers no regions. The source has to stay open.
     *
     * @param source a machine of the same platform, initialised for SEV and itself no mirror
     * @throws SevCommandException with {@code EINVAL} when this machine is initialised for SEV already or has vCPUs, or
     *     the source is not fit or is this machine; {@code EBADF} when the source is not a machine of this platform.
     *     Nothing has changed then
     */
    void copyFrom(VirtualMachine source);

    /**
     * Moves the context here, as at a change of the monitor within a host. Afterwards the source is dead: whatever is
     * asked of it ends with {@code EIO}, and it can only be closed.
     *
     * @param source a machine of the same platform and type, initialised for SEV; with encrypted state (SEV-ES) it has
     *     as many vCPUs as this one, all of them with an encrypted VMSA
     * @throws SevCommandException with {@code EINVAL} when this machine is initialised for SEV already, or the source
     *     is not fit; {@code EBUSY} while another move or copy goes on with either; {@code EBADF} when the source is
     *     not a machine of this platform. Nothing has changed then
     */
    void moveFrom(VirtualMachine source);
}
