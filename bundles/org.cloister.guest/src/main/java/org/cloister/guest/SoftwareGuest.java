// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import java.util.Arrays;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.message.KeyRequest;
import org.cloister.amd.message.MessageType;
import org.cloister.amd.message.TscInfoRequest;
import org.cloister.amd.message.TscInfoResponse;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.cloister.api.memory.MemoryView;

/** A guest of a platform that lends its memory and carries messages: it does all that a guest's kernel does. */
public final class SoftwareGuest implements SecureGuest {
    /** Room for certificates that is tried first, in pages. */
    private static final int FIRST_PAGES = 4;

    /** Room for certificates at most, in pages: what the kernel gives them. */
    private static final int MOST_PAGES = 256;

    private final SealedExchange exchange;

    /**
     * A guest. Several of one channel take turns: no two of their messages have one number.
     *
     * @param channel what carries sealed messages; its monitor is held while a request is under way
     * @param memory the guest's own view
     * @param secretsPage guest-physical address of the secrets page, which this reads and counts in
     * @param level the privilege level that asks, 0 to 3
     * @throws org.cloister.api.CloisterException {@code guest.level}
     */
    public SoftwareGuest(GuestRequests channel, MemoryView memory, long secretsPage, int level) {
        this(channel, memory, secretsPage, level, RetryPolicy.DEFAULT);
    }

    /** The same with another patience. */
    public SoftwareGuest(GuestRequests channel, MemoryView memory, long secretsPage, int level, RetryPolicy patience) {
        SecretsArea secrets = new SecretsArea(memory, secretsPage, ReportRequests.level(level));
        exchange = new SealedExchange(channel, secrets, level, patience);
    }

    @Override
    public String transport() {
        return "software";
    }

    @Override
    public synchronized Bytes report(Bytes reportData, int vmpl) {
        byte[] request = ReportRequests.report(reportData, vmpl).raw().toArray();
        return ReportRequests.reported(Bytes.of(exchange.ask(MessageType.REPORT_REQ, 1, request)), reportData);
    }

    @Override
    public synchronized Evidence extendedReport(Bytes reportData, int vmpl) {
        byte[] request = ReportRequests.report(reportData, vmpl).raw().toArray();
        SealedExchange.Answer answer = exchange.askWithCertificates(MessageType.REPORT_REQ, request, FIRST_PAGES);
        if (answer.pages() != 0) {
            answer = exchange.askWithCertificates(MessageType.REPORT_REQ, request, room(answer.pages()));
        }
        if (answer.pages() != 0) {
            throw tooMany(answer.pages());
        }
        return new Evidence(
                ReportRequests.reported(Bytes.of(answer.payload()), reportData),
                answer.certificates(),
                Evidence.SNP_REPORT);
    }

    private static int room(int pages) {
        if (pages < 0 || pages > MOST_PAGES) {
            throw tooMany(pages);
        }
        return pages;
    }

    private static RuntimeException tooMany(int pages) {
        return Problem.operation(
                        GuestCodes.GUEST_CERTIFICATES,
                        "the certificates do not fit in the length that the host announced")
                .found(Integer.toUnsignedString(pages) + " pages")
                .expected("at most " + MOST_PAGES + ", and the same at each request")
                .remedy("ask without certificates, or inform the host's operator")
                .exception();
    }

    @Override
    public synchronized GuestKey derivedKey(KeyRequest.Wanted wanted) {
        ReportRequests.level(wanted.vmpl());
        KeyRequest request = KeyRequest.of(wanted);
        byte[] payload = exchange.ask(
                MessageType.KEY_REQ, request.version(), request.raw().toArray());
        try {
            return GuestKey.of(payload);
        } finally {
            Arrays.fill(payload, (byte) 0);
        }
    }

    @Override
    public synchronized TscInfoResponse clock() {
        byte[] request = TscInfoRequest.of().raw().toArray();
        TscInfoResponse response = new TscInfoResponse(Bytes.of(exchange.ask(MessageType.TSC_INFO_REQ, 1, request)));
        GuestRequestException.requireDone("MSG_TSC_INFO_REQ", response.status());
        return response;
    }

    /** Does nothing: it holds no key between requests. */
    @Override
    public void close() {}
}
