// The judge of an address: which file of which site it opens now, if any. It reads two small objects, the link and the
// pointer of its site, and gives one of four answers: a file, a redirect, "missing", or "closed" where it cannot know.

import crypto from 'crypto';
import fs from 'fs';

const TOKEN = /^[A-Za-z0-9][A-Za-z0-9_-]{31}$/;
// What comes out of JSON may end with a line break, before which `$` would match.
const KEY = /^[A-Za-z0-9][A-Za-z0-9_-]{21,63}(?![\s\S])/;
const FOLDER = /^[0-9]{7}-[0-9a-f]{16}(?![\s\S])/;
const RELEASE = /^[0-9a-f]{16}$/;
const LINE = /^(?:GET|HEAD) (\/[A-Za-z0-9._~\/-]*)(?:\?[^ #]*)? HTTP\/[0-9.]+$/;
const SEGMENT = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/;
const PREFIX = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*$/;
const TAG = /^(?:W\/)?("[A-Za-z0-9-]{1,80}")$/;
const STAFF = 'links/internal.json';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
// After the filter of nginx's own headers, so ours are among them.
const OURS = /^(Content-Type|Content-Length|ETag|Last-Modified)$/i;

async function client(r) {
    await guarded(r, async function (segments) {
        const token = segments.shift();
        if (!TOKEN.test(token)) {
            return missing(r);
        }
        const link = await read(r, 'links/' + sha256(token) + '.json');
        if (!link || !isKey(link.site) || !lives(link.until)) {
            return missing(r);
        }
        const staff = await read(r, STAFF);
        if (staff && staff.site === link.site) {
            return missing(r);
        }
        await open(r, link.site, '/' + token, segments);
    });
}

async function staff(r) {
    await guarded(r, async function (segments) {
        const link = await read(r, STAFF);
        if (!link || !isKey(link.site) || !(link.until === null || lives(link.until))) {
            return missing(r);
        }
        await open(r, link.site, '', segments);
    });
}

// What a storage adds to an answer is nobody's business.
function only_ours(r) {
    for (const name in r.headersOut) {
        if (!OURS.test(name)) {
            delete r.headersOut[name];
        }
    }
}

export default {client, staff, only_ours};

async function guarded(r, answer) {
    try {
        const segments = split(r.variables.request);
        await (segments ? answer(segments) : missing(r));
    } catch (error) {
        closed(r);
    }
}

// The segments of the raw path; a last one that is empty stands for a final `/`. Null for what no page of ours has.
function split(line) {
    const found = LINE.exec(line);
    if (!found) {
        return null;
    }
    const segments = found[1].slice(1).split('/');
    const last = segments.length - 1;
    const plain = segments.every((segment, i) => SEGMENT.test(segment) || (segment === '' && i === last));
    return plain ? segments : null;
}

async function open(r, key, base, segments) {
    const pointer = await read(r, 'sites/' + key + '/pointer.json');
    if (!pointer) {
        return missing(r);
    }
    const folders = alive(pointer);
    const asked = segments.length && RELEASE.test(segments[0]) ? segments.shift() : '';
    const path = segments.join('/');
    if (!asked || !folders[asked]) {
        return redirect(r, base + '/' + pointer.folder.slice(8) + '/' + path);
    }
    if (!segments.length) {
        return redirect(r, base + '/' + asked + '/');
    }
    const file = path === '' || path.endsWith('/') ? path + 'index.html' : path;
    r.variables.clairevoie_page = file;
    r.variables.clairevoie_tag = (TAG.exec(r.headersIn['If-None-Match'] || '') || ['', ''])[1];
    aim(r, 'sites/' + key + '/releases/' + folders[asked] + '/' + file);
    r.internalRedirect('/_file');
}

// Release → folder of all that may be shown now. Throws where the pointer is not whole.
function alive(pointer) {
    const folders = {};
    if (!pointer.kept.every((kept) => typeof kept.folder === 'string' && FOLDER.test(kept.folder)) ||
        !pointer.kept.some((kept) => kept.folder === pointer.folder)) {
        throw new Error('pointer');
    }
    pointer.kept.filter((kept) => lives(kept.until)).forEach((kept) => {
        folders[kept.folder.slice(8)] = kept.folder;
    });
    folders[pointer.folder.slice(8)] = pointer.folder;
    return folders;
}

function lives(until) {
    return Number.isSafeInteger(until) && until > Date.now();
}

function isKey(key) {
    return typeof key === 'string' && KEY.test(key);
}

// An object as JSON: null where there is none, {} where it is not whole. Throws where the storage cannot say.
async function read(r, object) {
    aim(r, object);
    const reply = await r.subrequest('/_read');
    if (reply.status === 404 || reply.status === 403) {
        const code = /<Code>([A-Za-z]+)<\/Code>/.exec(reply.responseText);
        if (r.variables.clairevoie_storage === 'folder') {
            fs.accessSync(r.variables.clairevoie_folder + '/sites');  // throws where the disk is not there
        }
        // Who may not list is told AccessDenied for what is not there; a wrong credential or bucket is another matter.
        if (!code || code[1] === 'NoSuchKey' || code[1] === 'AccessDenied') {
            return null;
        }
    }
    const length = reply.headersOut['Content-Length'];
    if (reply.status !== 200 || (length && Number(length) !== (reply.responseBuffer || '').length)) {
        throw new Error('storage');
    }
    try {
        const data = JSON.parse(reply.responseText);
        return data !== null && typeof data === 'object' ? data : {};
    } catch (error) {
        return {};
    }
}

// Say what is read next. One at a time: a request and its subrequests share their variables.
function aim(r, object) {
    r.variables.clairevoie_object = object;
    if (r.variables.clairevoie_storage === 's3') {
        sign(r, object);
    }
}

// AWS Signature Version 4 of a GET without a query and without a body.
function sign(r, object) {
    const v = r.variables, date = new Date().toISOString().replace(/[-:]|\.[0-9]+/g, '');
    if (!PREFIX.test(v.clairevoie_prefix)) {
        throw new Error('prefix');
    }
    const session = process.env.AWS_SESSION_TOKEN || '';
    const headers = [['host', v.clairevoie_host], ['x-amz-content-sha256', EMPTY], ['x-amz-date', date]];
    if (session) {
        headers.push(['x-amz-security-token', session]);
    }
    const names = headers.map((header) => header[0]).join(';');
    const canonical = ['GET', '/' + v.clairevoie_bucket + '/' + v.clairevoie_prefix + object, '',
                       headers.map((header) => header.join(':') + '\n').join(''), names, EMPTY].join('\n');
    const scope = [date.slice(0, 8), v.clairevoie_region, 's3', 'aws4_request'];
    const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
    const key = scope.reduce((secret, part) => hmac(secret, part).digest(), 'AWS4' + process.env.AWS_SECRET_ACCESS_KEY);
    v.clairevoie_date = date;
    v.clairevoie_session = session;
    v.clairevoie_authorization = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/' + scope.join('/') +
        ', SignedHeaders=' + names + ', Signature=' + hmac(key, text).digest('hex');
}

function hmac(key, text) {
    return crypto.createHmac('sha256', key).update(text);
}

function sha256(text) {
    return crypto.createHash('sha256').update(text).digest('hex');
}

function redirect(r, address) {
    r.status = 302;
    r.headersOut['Location'] = address;
    r.headersOut['Content-Type'] = 'text/html; charset=utf-8';
    r.headersOut['Content-Length'] = 0;
    r.sendHeader();
    r.finish();
}

function missing(r) {
    r.internalRedirect('/_missing');
}

function closed(r) {
    r.internalRedirect('/_closed');
}
