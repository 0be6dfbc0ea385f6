// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Optional;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.message.HeaderField;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.message.MessageType;
import org.cloister.amd.message.RequestExit;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.attest.ReportSource;
import org.cloister.softsev.codes.SoftSevCodes;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.GuestContext;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.request.GuestRequestCommand;

/**
 * What the hypervisor does with a guest's requests: it hands sealed messages to the firmware and adds the platform's
 * certificates, in place of the monitor that asked for such requests. As under KVM, requests and commands of one
 * machine are serial.
 */
final class RequestChannel implements GuestRequests {
    /** A GHCB certificate table that ends where it begins. */
    private static final Bytes NO_CERTIFICATES = Bytes.of(new byte[24]);

    private final SnpChannel machine;
    private final ReportSource reports;
    private final GuestRequestCommand command;

    RequestChannel(SnpChannel machine, SoftProcessor processor) {
        this.machine = machine;
        reports = processor.reports();
        command = new GuestRequestCommand(reports, processor.derivationRoots());
    }

    @Override
    public RequestExit request(Bytes page) {
        return answer(page, Bytes.EMPTY);
    }

    // Linux, snp_handle_ext_guest_req: certificates go with reports alone, and where the monitor has none the table is
    // empty.
    @Override
    public RequestExit extended(Bytes page, int pages) {
        if (page.length() == GuestMemory.PAGE && !asksReport(page)) {
            return request(page);
        }
        if (!machine.certificates()) {
            return answer(page, pages == 0 ? Bytes.EMPTY : NO_CERTIFICATES);
        }
        Bytes table = reports.certificateTable();
        int needed = (table.length() + GuestMemory.PAGE - 1) / GuestMemory.PAGE;
        return pages < needed ? RequestExit.tooSmall(needed) : answer(page, table);
    }

    private static boolean asksReport(Bytes page) {
        MessageHeader header = new MessageHeader(page.slice(0, MessageHeader.SIZE));
        return header.number(HeaderField.MSG_TYPE) == MessageType.REPORT_REQ.code();
    }

    private RequestExit answer(Bytes page, Bytes certificates) {
        if (page.length() != GuestMemory.PAGE) {
            throw Problem.input(SoftSevCodes.REQUEST_PAGE, "a guest's request is a page")
                    .found(page.length() + " bytes")
                    .expected(GuestMemory.PAGE + " bytes")
                    .exception();
        }
        synchronized (machine) {
            Optional<GuestContext> guest = machine.guest();
            if (guest.isEmpty()) {
                return RequestExit.refused(FirmwareStatus.INVALID_GUEST.code());
            }
            try {
                return RequestExit.answered(command.answer(guest.get(), page), certificates);
            } catch (Refusal e) {
                return RequestExit.refused(e.status());
            }
        }
    }
}
