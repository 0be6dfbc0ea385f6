/**
 * What an operator does with a running platform: look at its backends, replace one while guests live, find out why
 * something is not there.
 */
@Version("1.1.0")
package org.cloister.api.operate;

import org.osgi.annotation.versioning.Version;
