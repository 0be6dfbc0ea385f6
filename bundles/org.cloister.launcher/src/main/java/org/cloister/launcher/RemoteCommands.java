// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.cloister.api.caller.ServedFiles;
import org.cloister.launcher.control.Caller;
import org.cloister.launcher.control.ControlClient;
import org.cloister.launcher.control.ControlRequest;
import org.cloister.launcher.control.ProtocolException;
import org.cloister.launcher.control.SilentException;
import org.cloister.launcher.control.UnwritableException;

/** Commands for a platform that runs in another process. No framework is started here, and no command is set up. */
final class RemoteCommands {
    private static final int FAILED = 1;

    private RemoteCommands() {}

    static int run(RunFolder folder, Call call) throws StartException {
        ControlRequest request = new ControlRequest(call.arguments(), call.interactive());
        try (ControlClient platform = connect(folder);
                ServedFiles files = new ServedFiles(Path.of(""), call.arguments(), new OtherPlatforms(call.err()))) {
            // Nothing is written any more from then on
            call.interrupted().thenRun(files::close);
            return platform.run(
                    request, new Caller(call.in(), call.out(), call.err(), files::answer, call.interrupted()));
        } catch (SilentException e) {
            throw SilentPlatform.of(folder.lock(), e.getMessage());
        } catch (ProtocolException e) {
            return failed(call, "the platform did what a platform must not, and was left: " + e.getMessage());
        } catch (UnwritableException e) {
            return failed(call, "standard output: the result could not be written");
        } catch (IOException e) {
            return failed(call, "the platform went away before the command ended: " + e.getMessage());
        }
    }

    /** Whether a platform runs there that can be asked. */
    static boolean runs(RunFolder folder) throws StartException {
        if (!folder.check() || !Files.exists(folder.socket(), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Where too many wait for a platform that is stuck, a connection would be waited for without end
            client.configureBlocking(false);
            client.connect(UnixDomainSocketAddress.of(folder.socket()));
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            // The client that connects reports what is wrong there
            return true;
        }
    }

    static ControlClient connect(RunFolder folder) throws StartException {
        Path socket = folder.socket();
        if (!folder.check() || !Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            throw none(socket, "is not there");
        }
        try {
            return ControlClient.connect(socket);
        } catch (SilentException e) {
            throw SilentPlatform.of(folder.lock(), e.getMessage());
        } catch (ConnectException e) {
            throw none(socket, "was left by one that was killed");
        } catch (IOException e) {
            throw new StartException(List.of(socket + ": cannot connect: " + e.getMessage()), e);
        }
    }

    private static StartException none(Path socket, String state) {
        return new StartException("no platform is running (" + socket + " " + state
                + "); start one with 'cloister serve', or name its folder with --run DIR");
    }

    private static int failed(Call call, String why) {
        call.err().println("cloister: " + why);
        return FAILED;
    }
}
