// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import java.util.Arrays;
import org.cloister.amd.message.GuestField;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.message.RequestExit;
import org.cloister.amd.message.TscInfoResponse;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.cloister.api.memory.GuestMemory;
import org.cloister.guest.GuestCodes;
import org.cloister.guest.GuestKey;
import org.cloister.guest.GuestRequestException;
import org.cloister.guest.ReportRequests;
import org.cloister.guest.RetryPolicy;
import org.cloister.guest.SecureGuest;

/** A guest that asks through {@code /dev/sev-guest}; its kernel seals the messages. */
public final class DeviceGuest implements SecureGuest {
    /** Room for certificates that is tried first, and at most: what Linux allows (SEV_FW_BLOB_MAX_SIZE, 16 KiB). */
    private static final int FIRST_ROOM = 2 * GuestMemory.PAGE;

    private static final int MOST_ROOM = 4 * GuestMemory.PAGE;

    /** What newer and older drivers put into the answer before they ask (Linux, drivers/virt/coco/sev-guest). */
    private static final long NOT_ASKED = -1;

    private static final long NOT_ASKED_YET = 0xff;

    private final GuestDevice device;
    private final RetryPolicy patience;

    /** A guest with a device. */
    public DeviceGuest(GuestDevice device) {
        this(device, RetryPolicy.DEFAULT);
    }

    /** The same with another patience. */
    public DeviceGuest(GuestDevice device, RetryPolicy patience) {
        this.device = device;
        this.patience = patience;
    }

    @Override
    public String transport() {
        return "sev-guest";
    }

    @Override
    public synchronized Bytes report(Bytes reportData, int vmpl) {
        Bytes request = ReportRequests.report(reportData, vmpl).raw();
        DeviceAnswer answer = done(new DeviceCall(SevGuestIoctl.GET_REPORT, request, 0));
        return ReportRequests.reported(Bytes.of(answer.response()), reportData);
    }

    @Override
    public synchronized Evidence extendedReport(Bytes reportData, int vmpl) {
        ReportRequest report = ReportRequests.report(reportData, vmpl);
        DeviceAnswer answer = patiently(extended(report, FIRST_ROOM));
        if (tooSmall(answer)) {
            answer = patiently(extended(report, room(answer)));
        }
        requireDone("GET_EXT_REPORT", answer);
        return new Evidence(
                ReportRequests.reported(Bytes.of(answer.response()), reportData),
                withoutEmpty(answer.certificates()),
                Evidence.SNP_REPORT);
    }

    private static DeviceCall extended(ReportRequest report, int room) {
        Bytes request = new ExtendedReportStruct(report, 0, room).encode();
        return new DeviceCall(SevGuestIoctl.GET_EXT_REPORT, request, room);
    }

    private static boolean tooSmall(DeviceAnswer answer) {
        return answer.errno() != 0 && vmmError(answer) == RequestExit.LENGTH;
    }

    private static int room(DeviceAnswer answer) {
        int needed = ExtendedReportStruct.decode(answer.request()).length();
        if (needed <= 0 || needed > MOST_ROOM || needed % GuestMemory.PAGE != 0) {
            throw Problem.operation(GuestCodes.GUEST_CERTIFICATES, "the host's certificates do not fit")
                    .at("snp_ext_report_req, certs_len")
                    .found(Integer.toUnsignedString(needed) + " bytes")
                    .expected("whole pages, at most " + MOST_ROOM + " bytes")
                    .remedy("ask without certificates, or inform the host's operator")
                    .exception();
        }
        return needed;
    }

    // A host without certificates gives a table that ends at once.
    private static Bytes withoutEmpty(Bytes table) {
        return table.isZero() ? Bytes.EMPTY : table;
    }

    @Override
    public synchronized GuestKey derivedKey(KeyRequest.Wanted wanted) {
        ReportRequests.level(wanted.vmpl());
        if (wanted.mitigations() != 0 || wanted.fields().contains(GuestField.LAUNCH_MIT_VECTOR)) {
            throw ReportRequests.unsupported(transport(), "keys with mitigations", "leave the mitigations out");
        }
        Bytes request = KeyRequest.of(wanted).raw();
        DeviceAnswer answer = done(new DeviceCall(SevGuestIoctl.GET_DERIVED_KEY, request, 0));
        try {
            return GuestKey.of(answer.response());
        } finally {
            Arrays.fill(answer.response(), (byte) 0);
        }
    }

    @Override
    public TscInfoResponse clock() {
        throw ReportRequests.unsupported(transport(), "the clock", "read what the kernel found out in its log");
    }

    /** Does nothing: the device is open for one request at a time. */
    @Override
    public void close() {}

    private DeviceAnswer done(DeviceCall call) {
        DeviceAnswer answer = patiently(call);
        requireDone(call.ioctl().name(), answer);
        return answer;
    }

    private DeviceAnswer patiently(DeviceCall call) {
        DeviceAnswer answer = device.call(call);
        for (int i = 1; i < patience.tries() && busy(answer); i++) {
            patience.pause().run();
            answer = device.call(call);
        }
        return answer;
    }

    private static boolean busy(DeviceAnswer answer) {
        return answer.errno() == Errno.EAGAIN || answer.errno() != 0 && vmmError(answer) == RequestExit.BUSY;
    }

    private void requireDone(String request, DeviceAnswer answer) {
        if (answer.errno() != 0 && asked(answer.exitInfo2())) {
            throw new GuestRequestException(request, answer.exitInfo2());
        }
        if (answer.errno() != 0) {
            throw DeviceProblems.of(device.path(), answer.errno()).exception();
        }
    }

    // Linux begins with a number that says that nobody was asked, and leaves it where it fails before that.
    private static boolean asked(long exitInfo2) {
        return exitInfo2 != 0 && exitInfo2 != NOT_ASKED && exitInfo2 != NOT_ASKED_YET;
    }

    private static int vmmError(DeviceAnswer answer) {
        return (int) (answer.exitInfo2() >>> 32);
    }
}
