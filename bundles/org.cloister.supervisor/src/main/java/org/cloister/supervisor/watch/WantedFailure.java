// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.watch;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.channel.PlatformCodec;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.CloisterException;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;
import org.cloister.supervisor.codes.SupervisorCodes;

/** A call of a command that is to fail, of all programs together. Safe for use by several threads. */
public final class WantedFailure {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_]+):([1-9][0-9]{0,8})=(-?[A-Za-z0-9_]+)");
    private static final int MOST_ERRNO = 133;

    private final String command;
    private final int which;
    private final int errno;
    private final Optional<Integer> status;
    private final AtomicInteger calls = new AtomicInteger();

    private WantedFailure(String command, int which, int errno, Optional<Integer> status) {
        this.command = command;
        this.which = which;
        this.errno = errno;
        this.status = status;
    }

    /**
     * Reads {@code COMMAND:N=STATUS}: the N-th call of a command fails with a status of the firmware, by its name or
     * number, or with an error number of the kernel, by its name or as a negative number.
     *
     * @throws CloisterException {@code supervisor.failure}
     */
    public static WantedFailure parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw refused("this does not say which call is to fail, and how", text)
                    .expected("COMMAND:N=STATUS, such as LAUNCH_MEASURE:1=BAD_MEASUREMENT or INIT2:2=EBUSY")
                    .exception();
        }
        String command = command(parts.group(1));
        int which = Integer.parseInt(parts.group(2));
        String how = parts.group(3).toUpperCase(Locale.ROOT);
        Optional<Integer> errno = errno(how);
        return errno.isPresent()
                ? new WantedFailure(command, which, errno.get(), Optional.empty())
                : new WantedFailure(command, which, Errno.EIO, Optional.of(failing(how)));
    }

    private static int failing(String word) {
        int status = status(word);
        if (status == 0) {
            throw refused("this status is success, and no failure", word)
                    .expected("another status, or an error number such as EBUSY")
                    .exception();
        }
        return status;
    }

    private static String command(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        var names = Stream.concat(SevCodec.commands().values().stream(), PlatformCodec.commands().values().stream())
                .toList();
        if (!names.contains(name)) {
            throw refused("there is no such command", word)
                    .remedy(NearestNames.offer(name, names))
                    .exception();
        }
        return name;
    }

    private static Optional<Integer> errno(String word) {
        if (word.matches("-[0-9]{1,3}")) {
            return Optional.of(-Integer.parseInt(word)).filter(number -> number >= 1 && number <= MOST_ERRNO);
        }
        return IntStream.rangeClosed(1, MOST_ERRNO)
                .filter(number -> Errno.name(number).equals(word))
                .boxed()
                .findFirst();
    }

    private static int status(String word) {
        if (word.matches("[0-9]{1,3}")) {
            return Integer.parseInt(word);
        }
        if (word.matches("0X[0-9A-F]{1,4}")) {
            return Integer.parseInt(word.substring(2), 16);
        }
        return Stream.of(FirmwareStatus.values())
                .filter(one -> one.name().equals(word))
                .map(FirmwareStatus::code)
                .findFirst()
                .orElseThrow(() -> refused("there is no such status", word)
                        .expected("a status of the firmware such as BAD_MEASUREMENT or 0xB, or an error number such as"
                                + " EBUSY or -16")
                        .exception());
    }

    private static Problem refused(String what, String found) {
        return Problem.input(SupervisorCodes.SUPERVISOR_FAILURE, what)
                .at("--fail")
                .found(found);
    }

    /** Counts a call; whether it is the one to fail. */
    boolean counts(String name) {
        return command.equals(name) && calls.incrementAndGet() == which;
    }

    /** The error number that the program gets. */
    int errno() {
        return errno;
    }

    /** The firmware's status; empty where it is not asked. */
    Optional<Integer> status() {
        return status;
    }
}
