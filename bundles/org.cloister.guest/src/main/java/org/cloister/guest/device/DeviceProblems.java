// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import org.cloister.amd.status.Errno;
import org.cloister.api.Problem;
import org.cloister.guest.GuestCodes;

/** What an error number of the device means to who runs the guest. */
final class DeviceProblems {
    private DeviceProblems() {}

    static Problem of(String path, int errno) {
        Problem problem = switch (errno) {
            case Errno.ENOENT ->
                Problem.host(GuestCodes.GUEST_DEVICE_MISSING, "there is no such device node")
                        .remedy(
                                "this is inside no SEV-SNP guest, or the module sev-guest is not loaded: modprobe sev-guest");
            case Errno.EACCES, Errno.EPERM ->
                Problem.host(GuestCodes.GUEST_DEVICE_PERMISSION, "this user may not open it")
                        .remedy("run this as root, or give the user access to the node by a udev rule");
            case Errno.ENODEV, Errno.ENXIO ->
                Problem.host(GuestCodes.GUEST_DEVICE_DRIVER, "the device node is there, but no driver behind it")
                        .remedy("load the module sev-guest");
            case Errno.ENOTTY ->
                Problem.host(
                                GuestCodes.GUEST_DEVICE_IOCTL,
                                "this is not an SEV guest device, its driver does not know the request, or it seals no more messages")
                        .remedy(
                                "name the node of the module sev-guest, and use Linux 5.19 or newer in the guest; where its log"
                                        + " says that the VMPCK is disabled, restart the guest");
            case Errno.EINVAL ->
                Problem.input(GuestCodes.GUEST_DEVICE_REFUSED, "the driver takes no such request")
                        .remedy("check the version of the message and the size of the room for certificates");
            default ->
                Problem.operation(GuestCodes.GUEST_DEVICE_FAILED, "the request failed")
                        .remedy(Errno.remedy(errno)
                                + "; a driver that failed once seals no more messages until the guest restarts");
        };
        return problem.at(path).found(Errno.describe(errno));
    }
}
