/** Where a node takes frames over HTTPS: `POST` one parcel, answered when its unit of work has committed. */
export const FRAMES_PATH = '/exchange/frames';

/** Content type of a parcel. */
export const FRAME_MEDIA_TYPE = 'application/vnd.huiyin.frame';
