// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.caller.PlatformLink;
import org.cloister.api.launch.SendTarget;
import org.cloister.cli.codes.CliCodes;

/** Another running platform, whose {@code receive} is at the other end of a link. */
final class ReceivingPlatform implements SendTarget, AutoCloseable {
    private final PlatformLink link;
    private final Optional<String> pin;
    private final PrintStream err;
    private String guest = "";
    private boolean waits;

    /**
     * Nothing was said yet.
     *
     * @param pin the only receiver that is wanted, if one is named
     * @param err where the receiver is shown
     */
    ReceivingPlatform(PlatformLink link, Optional<String> pin, PrintStream err) {
        this.link = link;
        this.pin = pin;
        this.err = err;
    }

    /** The guest's name there. */
    String guest() {
        return guest;
    }

    @Override
    public Optional<Bytes> receiver(Bytes beginning) throws IOException {
        beginning.writeTo(link.out());
        link.out().flush();
        return Optional.of(MoveWord.RECEIVER.read(link.in()));
    }

    @Override
    public void accept(Bytes fingerprint) {
        String found = fingerprint.hex();
        err.println("receiver  " + found + (pin.isPresent() ? "" : "; --receiver with this pins it"));
        if (pin.filter(wanted -> !wanted.equalsIgnoreCase(found)).isPresent()) {
            throw Problem.operation(CliCodes.MIGRATE_RECEIVER, "another platform than the wanted one would receive it")
                    .at("--receiver")
                    .found(found)
                    .expected(pin.orElseThrow())
                    .remedy("the guest runs on here; look whom --to names")
                    .exception();
        }
    }

    @Override
    public OutputStream open() {
        return link.out();
    }

    @Override
    public void complete() throws IOException {
        link.out().flush();
        guest = new String(MoveWord.ALL_HERE.read(link.in()).toArray(), StandardCharsets.UTF_8);
        waits = true;
    }

    @Override
    public void released() throws IOException {
        waits = false;
        link.out().write(MoveWord.RUN);
        link.out().flush();
        MoveWord.RUNS.read(link.in());
    }

    /** Who waits for a word gets it: the guest runs on here. */
    @Override
    public void close() {
        if (waits) {
            try {
                link.out().write(MoveWord.END);
                link.out().flush();
                link.in().readAllBytes();
            } catch (IOException e) {
                // It holds the guest, and says so
            }
        }
        link.close();
    }
}
