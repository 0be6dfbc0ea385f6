/**
 * What an operator has set: who reads which configuration, what is in force, and what was refused.
 *
 * <p>Settings fail closed. What cannot be read, or is wrong, never means that everything is allowed: before the first
 * good settings nothing is launched, afterwards the last good ones hold.
 */
@Version("1.1.0")
package org.cloister.api.settings;

import org.osgi.annotation.versioning.Version;
