// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.cloister.api.caller.PlatformLink;

/** A command on another running platform, whose standard input and output somebody here writes and reads. */
public final class CommandLink implements PlatformLink {
    private final ControlClient platform;
    private final BytePipe there = new BytePipe();
    private final BytePipe back = new BytePipe();
    private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
    private final Thread thread;

    /**
     * Begins a command.
     *
     * @param platform connected, closed at the command's end
     * @param command its words
     * @param err gets what it says to people
     */
    public CommandLink(ControlClient platform, List<String> command, PrintStream err) {
        this.platform = platform;
        PrintStream out = new PrintStream(back.out(), true, StandardCharsets.UTF_8);
        Caller caller = new Caller(there.in(), out, err, CommandLink::noFiles, interrupted);
        thread = new Thread(() -> run(command, caller), "link");
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] noFiles(byte[] question) {
        throw new IllegalArgumentException("a command that receives has no files");
    }

    private void run(List<String> command, Caller caller) {
        try (ControlClient open = platform) {
            open.run(new ControlRequest(command, false), caller);
        } catch (IOException e) {
            caller.err().println("cloister: the other platform went away: " + e.getMessage());
        } finally {
            there.end();
            back.end();
        }
    }

    @Override
    public InputStream in() {
        return back.in();
    }

    @Override
    public OutputStream out() {
        return there.out();
    }

    /** What was written is still read there; then its input ends. */
    @Override
    public void close() {
        there.end();
        interrupted.complete(null);
        back.end();
    }
}
