// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import org.cloister.amd.message.RequestExit;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * A request that the firmware or the hypervisor refused, with both numbers of SW_EXITINFO2 (guest-hypervisor block,
 * 56421).
 */
public class GuestRequestException extends CloisterException {
    private static final long serialVersionUID = 1L;

    private final int firmwareStatus;
    private final int vmmError;

    /**
     * Creates an exception.
     *
     * @param request what was asked, in the words of the specification
     * @param exitInfo2 the firmware's status in bits 31:0, the hypervisor's error in bits 63:32; not 0
     */
    public GuestRequestException(String request, long exitInfo2) {
        super(describe(request, (int) exitInfo2, (int) (exitInfo2 >>> 32)), null);
        firmwareStatus = (int) exitInfo2;
        vmmError = (int) (exitInfo2 >>> 32);
    }

    /** The firmware's status, unsigned 32 bits; 0 when it was the hypervisor. */
    public int firmwareStatus() {
        return firmwareStatus;
    }

    /**
     * The hypervisor's error: {@link RequestExit#LENGTH}, {@link RequestExit#BUSY} or another; 0 when it was the
     * firmware.
     */
    public int vmmError() {
        return vmmError;
    }

    /**
     * Goes on when a response's status is 0.
     *
     * @param status of a response, a firmware status
     */
    static void requireDone(String request, int status) {
        if (status != FirmwareStatus.SUCCESS.code()) {
            throw new GuestRequestException(request, Integer.toUnsignedLong(status));
        }
    }

    private static Problem describe(String request, int status, int vmm) {
        Problem refused = status == FirmwareStatus.UNSUPPORTED.code()
                ? Problem.host(GuestCodes.GUEST_REQUEST_UNSUPPORTED, "this platform answers no " + request)
                : Problem.operation(GuestCodes.GUEST_REQUEST, request + " was refused");
        if (vmm == 0) {
            return refused.found("firmware status " + FirmwareStatus.describe(status))
                    .remedy(remedy(status));
        }
        return switch (vmm) {
            case RequestExit.LENGTH ->
                refused.found("hypervisor error 1, not enough room for the certificates")
                        .remedy("ask with more room, or without certificates");
            case RequestExit.BUSY ->
                refused.found("hypervisor error 2, the hypervisor was busy to the end")
                        .remedy("ask again later, and less often: hosts limit the requests of a guest");
            default ->
                refused.found("hypervisor error " + Integer.toUnsignedString(vmm))
                        .remedy("see the log of the host");
        };
    }

    // The remedies of FirmwareStatus are those of a launch.
    private static String remedy(int status) {
        if (status == FirmwareStatus.INVALID_PARAM.code()) {
            return "ask for a level not below the asker's, and for a guest_svn and a tcb_version not above the guest's and the"
                    + " platform's";
        }
        if (status == FirmwareStatus.UNSUPPORTED.code()) {
            return "choose a platform that does, or firmware that is newer";
        }
        if (status == FirmwareStatus.INVALID_KEY.code()) {
            return "ask for another key, or have one that may be used: load a VLEK, unmask the chip's key,"
                    + " or launch the guest without vcek-disabled";
        }
        if (status == FirmwareStatus.BAD_MEASUREMENT.code() || status == FirmwareStatus.AEAD_OFLOW.code()) {
            return "key or number of the message are not what the firmware expects; restart the guest, or ask at another level";
        }
        return FirmwareStatus.remedy(status);
    }
}
