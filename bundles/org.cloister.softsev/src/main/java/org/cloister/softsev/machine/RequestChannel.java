// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Optional;
import org.cloister.amd.message.GuestRequests;
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
 * certificates. As under KVM, requests and commands of one machine are serial.
 */
final class RequestChannel implements GuestRequests {
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

    @Override
    public RequestExit extended(Bytes page, int pages) {
        Bytes table = reports.certificateTable();
        int needed = (table.length() + GuestMemory.PAGE - 1) / GuestMemory.PAGE;
        return pages < needed ? RequestExit.tooSmall(needed) : answer(page, table);
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
