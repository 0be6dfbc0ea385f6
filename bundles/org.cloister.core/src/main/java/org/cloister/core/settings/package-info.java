/** What an operator allows on this platform: read from Config Admin, changed while guests live. */
package org.cloister.core.settings;
