// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import com.google.gson.JsonObject;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.id.IdAuthentication;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;

/** {@code id-block digest}: the digest of an ID key or author key as reports have it. */
final class IdBlockDigestCommand implements Runnable {
    private final CommandContext session;
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> key = rows.operand(
            "KEY", "A P-384 key in PEM, public or private, or in AMD's form of 1028 bytes; - for standard input.");
    private final OutputFormat answer = rows.add(new OutputFormat());

    private IdBlockDigestCommand(CommandContext session) {
        this.session = session;
    }

    static CommandModel model(CommandContext session) {
        IdBlockDigestCommand command = new IdBlockDigestCommand(session);
        return CommandModel.of(command, command.rows)
                .named("digest")
                .meaning(
                        "Prints the digest by which reports name an ID key or author key: SHA-384 of its stored form.");
    }

    @Override
    public void run() {
        String digest = IdAuthentication.digest(new KeyFiles(session).open("KEY", key.value()))
                .hex();
        if (answer.json()) {
            JsonObject json = new JsonObject();
            json.addProperty("algorithm", Hash.SHA384.algorithm());
            json.addProperty("digest", digest);
            session.streams().out().println(Json.text(json));
        } else {
            session.streams().out().println(digest);
        }
    }
}
