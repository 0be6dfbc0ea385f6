// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Problem;
import org.cloister.api.caller.PlatformLink;
import org.cloister.api.caller.PlatformLinker;
import org.cloister.launcher.codes.LauncherCodes;
import org.cloister.launcher.control.CommandLink;

/**
 * The running platforms that a guest can be sent to, with the rights of this process: as everywhere, the run folder has
 * to be this user's own.
 *
 * @param err gets what they say to people
 */
record OtherPlatforms(PrintStream err) implements PlatformLinker {
    private static final String UNIX = "unix:";
    private static final String SOCKET = "control.sock";
    private static final List<String> COMMAND = List.of("receive");

    @Override
    public PlatformLink connect(String place) {
        try {
            return new CommandLink(RemoteCommands.connect(folder(place)), COMMAND, err);
        } catch (StartException e) {
            throw Problem.host(LauncherCodes.LINK_PLATFORM, "the guest cannot be sent there")
                    .at(place)
                    .found(String.join("; ", e.lines()))
                    .exception(e);
        }
    }

    /** The run folder, or the control socket in it. */
    private static RunFolder folder(String place) throws StartException {
        if (!place.startsWith(UNIX) || place.length() == UNIX.length()) {
            throw new StartException("'" + place + "' names no platform; write unix:DIR, with its run folder");
        }
        try {
            Path path = Path.of(place.substring(UNIX.length()));
            Path folder = path.endsWith(SOCKET) ? path.toAbsolutePath().getParent() : path;
            return RunFolder.of(Optional.of(folder.toString()), Map.of());
        } catch (InvalidPathException e) {
            throw new StartException("'" + place + "' names no platform");
        }
    }
}
