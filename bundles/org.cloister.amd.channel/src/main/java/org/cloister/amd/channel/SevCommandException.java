// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * A command that was refused, with two numbers: the kernel's error number and the firmware's status. The message
 * explains both.
 */
public class SevCommandException extends CloisterException {
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final int firmwareStatus;

    /**
     * Creates an exception.
     *
     * @param command the command's name
     * @param errno the kernel's error number, positive
     * @param firmwareStatus the firmware's status, unsigned 32 bits; {@link FirmwareStatus#NOT_CALLED} when it was not
     *     asked
     */
    public SevCommandException(String command, int errno, int firmwareStatus) {
        this(command, errno, firmwareStatus, null);
    }

    /**
     * Creates an exception that says where.
     *
     * @param command the command's name
     * @param errno the kernel's error number, positive
     * @param firmwareStatus the firmware's status, unsigned 32 bits; {@link FirmwareStatus#NOT_CALLED} when it was not
     *     asked
     * @param where the field, address or vCPU that was refused; null when that is not known
     */
    public SevCommandException(String command, int errno, int firmwareStatus, String where) {
        super(describe(command, errno, firmwareStatus).at(where), null);
        this.errno = errno;
        this.firmwareStatus = firmwareStatus;
    }

    /** The kernel refused what it was given, before it asked the firmware. */
    static SevCommandException invalid(String command, String where) {
        return new SevCommandException(command, Errno.EINVAL, FirmwareStatus.NOT_CALLED, where);
    }

    /** The kernel's error number; positive. */
    public int errno() {
        return errno;
    }

    /** The firmware's status, unsigned 32 bits. */
    public int firmwareStatus() {
        return firmwareStatus;
    }

    private static Problem describe(String command, int errno, int status) {
        String firmware = status == 0 ? "0x00 (it refused nothing)" : FirmwareStatus.describe(command, status);
        String what = Errno.describe(command, errno) + ", firmware status " + firmware;
        return Problem.operation(ChannelCodes.SEV_COMMAND, command + " was refused")
                .found(what)
                .remedy(
                        status == 0 || status == FirmwareStatus.NOT_CALLED
                                ? Errno.remedy(command, errno)
                                : FirmwareStatus.remedy(command, status));
    }
}
