// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

/** Codes of problems of requests from inside a guest; see {@link org.cloister.api.ProblemCodes}. */
public final class GuestCodes {
    /** Input: this is not as long as the struct of the request is. */
    public static final String GUEST_STRUCT_LENGTH = "guest-struct.length";

    /** Operation: the host's certificates do not fit in the room that there is for them. */
    public static final String GUEST_CERTIFICATES = "guest.certificates";

    /** Operation: no number is left for another message at this level. */
    public static final String GUEST_COUNT = "guest.count";

    /** Input: a report has no room for so much data. */
    public static final String GUEST_DATA = "guest.data";

    /** Host: the device node is there, but no driver behind it. */
    public static final String GUEST_DEVICE_DRIVER = "guest.device.driver";

    /** Operation: the request to the device failed. */
    public static final String GUEST_DEVICE_FAILED = "guest.device.failed";

    /** Host: this is no SEV guest device, its driver does not know the request, or seals no more messages. */
    public static final String GUEST_DEVICE_IOCTL = "guest.device.ioctl";

    /** Host: there is no such device node. */
    public static final String GUEST_DEVICE_MISSING = "guest.device.missing";

    /** Host: this user may not open the device. */
    public static final String GUEST_DEVICE_PERMISSION = "guest.device.permission";

    /** Input: the driver takes no such request. */
    public static final String GUEST_DEVICE_REFUSED = "guest.device.refused";

    /** Operation: there is no key for messages at this level any more. */
    public static final String GUEST_KEY = "guest.key";

    /** Input: there is no such privilege level. */
    public static final String GUEST_LEVEL = "guest.level";

    /** Operation: the firmware or the hypervisor refused the request. */
    public static final String GUEST_REQUEST = "guest.request";

    /** Host: the platform does not answer this request. */
    public static final String GUEST_REQUEST_UNSUPPORTED = "guest.request.unsupported";

    /** Operation: the response is not that of the firmware to this request. */
    public static final String GUEST_RESPONSE = "guest.response";

    /** Host: there is no way to ask the secure processor from here. */
    public static final String GUEST_TRANSPORT = "guest.transport";

    /** Host: no report can be asked for by the files of the kernel. */
    public static final String GUEST_TSM_ENTRY = "guest.tsm.entry";

    /** Host: the reports of this guest are not AMD's. */
    public static final String GUEST_TSM_PROVIDER = "guest.tsm.provider";

    /** Operation: no report came of several requests. */
    public static final String GUEST_TSM_REPORT = "guest.tsm.report";

    /** Host: this way to ask has no such request. */
    public static final String GUEST_UNSUPPORTED = "guest.unsupported";

    private GuestCodes() {}
}
